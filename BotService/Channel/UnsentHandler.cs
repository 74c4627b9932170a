namespace Nudge.BotService.Channel;

/// <summary>
/// The outermost handler of a call to Teams. It tells a failure before the request left, such as that of a token, from one after it: only the first is
/// certainly not sent.
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
