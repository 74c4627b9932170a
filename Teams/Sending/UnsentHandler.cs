
namespace Nudge.Teams;

/// <summary>
/// The outermost handler of a call to Teams. It distinguishes failures before the request left, such as a failed token request, from later ones.
/// Only a request that did not leave was certainly not sent.
/// </summary>
internal sealed class UnsentHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (Exception failure) when (!SentHandler.HasLeft(request))
        {
            throw new UnsentException(failure);
        }
    }
}
