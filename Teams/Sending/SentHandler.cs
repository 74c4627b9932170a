using System.Net.Http.Headers;
using System.Text.Json;

namespace Nudge.Teams;

/// <summary>The innermost handler of a call to Teams. It marks the request as having left, and makes every 2xx answer to a write readable.</summary>
internal sealed class SentHandler : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<bool> Left = new("nudge.left");

    /// <summary>Returns true when the request was handed to the connection.</summary>
    public static bool HasLeft(HttpRequestMessage request) => request.Options.TryGetValue(Left, out var left) && left;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Options.Set(Left, true);
        var response = await base.SendAsync(request, cancellationToken);
        // The Teams SDK fails on a 2xx answer that it cannot read. The bot would then send the message again.
        if (request.Method != HttpMethod.Get && response.IsSuccessStatusCode && !await HasIdAsync(response, cancellationToken))
            response.Content = new StringContent("""{"id":""}""", new MediaTypeHeaderValue("application/json"));
        return response;
    }

    private static async Task<bool> HasIdAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<ActivityJson.Account>(await response.Content.ReadAsStringAsync(cancellationToken), ActivityJson.Options)?.Id is not null;
        }
        catch (Exception failure) when (failure is JsonException or HttpRequestException or IOException or OperationCanceledException)
        {
            // Teams accepted the message. Only its id is lost.
            return false;
        }
    }
}
