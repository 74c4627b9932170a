using System.Text.Json;
using Nudge.BotService.Conversations;

namespace Nudge.BotService.Channel;

/// <summary>
/// Sends to Teams' local tools: the anonymous subset of the connector's protocol, for feeds that do not carry the Teams SDK.
/// </summary>
internal sealed class ActivityProtocol(IHttpClientFactory clients) : IChannel
{
    public const string ClientName = "ActivityProtocol";

    public async Task<string> SendAsync(ConversationReference conversation, string text, CancellationToken cancellationToken)
    {
        var url = $"{conversation.ServiceUrl.OriginalString.TrimEnd('/')}/v3/conversations/{Uri.EscapeDataString(conversation.ConversationId)}/activities";
        var message = new
        {
            type = "message",
            text,
            textFormat = "plain",
            from = new ActivityJson.Account(conversation.BotId, conversation.BotName),
            conversation = new { id = conversation.ConversationId },
        };
        using var client = clients.CreateClient(ClientName);
        using var response = await client.PostAsJsonAsync(url, message, ActivityJson.Options, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException(body, inner: null, response.StatusCode);

        return IdIn(body);
    }

    // An answer that cannot be read is still the answer that the message was taken.
    private static string IdIn(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<ActivityJson.Account>(body, ActivityJson.Options)?.Id ?? "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
