using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.Teams.Apps.Clients;

/// <summary>Calls the connector, without a token.</summary>
internal sealed class ConnectorClient(IHttpClientFactory clients)
{
    public const string Name = "BotConversationClient";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Posts the content, or sends it by another method. Gets the path when the content is null.</summary>
    /// <exception cref="HttpRequestException">The connector answered an error: the status is set, and the body is in the message.</exception>
    public async Task<T?> CallAsync<T>(Uri serviceUrl, string path, object? content, CancellationToken cancellationToken, HttpMethod? method = null)
    {
        using var client = clients.CreateClient(Name);
        var url = $"{serviceUrl.ToString().TrimEnd('/')}/v3/conversations{path}";
        using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : method ?? HttpMethod.Post, url);
        if (content is not null)
            request.Content = JsonContent.Create(content, options: Options);
        using var answer = await client.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException(body, inner: null, answer.StatusCode);
        return JsonSerializer.Deserialize<T>(body, Options);
    }
}
