namespace Nudge.Client;

/// <summary>Adds the API key to each call. It runs after service discovery, so it sees the address that is called.</summary>
internal sealed class ApiKeyHandler(string apiKey) : DelegatingHandler
{
    /// <summary>The header with the key, to a scheduler and to a callback.</summary>
    public const string Header = "x-api-key";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { } address || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback))
        {
            throw new InvalidOperationException(
                $"the API key is not sent to {request.RequestUri?.GetLeftPart(UriPartial.Authority)}, because others could read it on the way: give the scheduler an https endpoint");
        }

        request.Headers.TryAddWithoutValidation(Header, apiKey);
        return base.SendAsync(request, cancellationToken);
    }
}
