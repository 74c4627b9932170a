using System.Net;

namespace Nudge.Teams;

/// <summary>Keeps the Retry-After of a 429, which the SDK's exceptions do not carry.</summary>
internal sealed class ThrottlingHandler(TimeProvider time) : DelegatingHandler
{
    /// <summary>Gets the wait when Teams sends no Retry-After: one to two seconds, at random so that retries do not coincide.</summary>
    private static TimeSpan DefaultRetryAfter => TimeSpan.FromSeconds(1 + Random.Shared.NextDouble());

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.TooManyRequests)
            return response;

        using (response)
        {
            var retryAfter = response.Headers.RetryAfter;
            throw new ThrottledException(retryAfter?.Delta ?? retryAfter?.Date - time.GetUtcNow() ?? DefaultRetryAfter);
        }
    }
}
