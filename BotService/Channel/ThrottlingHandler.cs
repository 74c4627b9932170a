using System.Net;

namespace Nudge.BotService.Channel;

/// <summary>Keeps Teams' own Retry-After of a 429, which the SDK's exceptions do not carry.</summary>
internal sealed class ThrottlingHandler(TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.TooManyRequests)
            return response;

        using (response)
        {
            var retryAfter = response.Headers.RetryAfter;
            throw new ThrottledException(retryAfter?.Delta ?? retryAfter?.Date - time.GetUtcNow());
        }
    }
}
