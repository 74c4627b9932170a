using System.Text.Json;
using Nudge.BotService.Activities;
using Nudge.BotService.Channel;
using Nudge.BotService.Conversations;

namespace Nudge.BotService.Teams;

/// <summary>
/// Sends to Teams' local tools with the anonymous subset of the connector protocol, for builds without the Teams SDK.
/// </summary>
internal sealed class ActivityProtocol(IHttpClientFactory clients) : IChannel
{
    public const string ClientName = "ActivityProtocol";

    public Task<string> SendAsync(ConversationReference conversation, string text, CancellationToken cancellationToken)
    {
        var message = new
        {
            type = "message",
            text,
            textFormat = "plain",
            from = new ActivityJson.Account(conversation.BotId, conversation.BotName),
            conversation = new { id = conversation.ConversationId },
        };
        return CallAsync(conversation.ServiceUrl, $"v3/conversations/{Uri.EscapeDataString(conversation.ConversationId)}/activities", message, cancellationToken);
    }

    public async Task<string> FindMemberAsync(ConversationReference conversation, string userId, CancellationToken cancellationToken)
    {
        var path = $"v3/conversations/{Uri.EscapeDataString(conversation.ConversationId)}/members/{Uri.EscapeDataString(userId)}";
        var id = await CallAsync(conversation.ServiceUrl, path, content: null, cancellationToken);
        return id.Length > 0 ? id : throw new HttpRequestException("Teams returned a member without an id");
    }

    public async Task<string> OpenAsync(Member member, ConversationReference seenIn, CancellationToken cancellationToken)
    {
        var conversation = new
        {
            isGroup = false,
            bot = new ActivityJson.Account(seenIn.BotId, seenIn.BotName),
            members = new[] { new ActivityJson.Account(member.AccountId) },
            tenantId = seenIn.TenantId,
            channelData = new { tenant = new { id = seenIn.TenantId } },
        };
        var id = await CallAsync(seenIn.ServiceUrl, "v3/conversations", conversation, cancellationToken);
        return id.Length > 0 ? id : throw new HttpRequestException("Teams opened a conversation and returned no id");
    }

    /// <summary>Posts the content, or gets the path when the content is null.</summary>
    /// <returns>The id in the answer; empty when there is none.</returns>
    private async Task<string> CallAsync(Uri serviceUrl, string path, object? content, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        var url = $"{serviceUrl.OriginalString.TrimEnd('/')}/{path}";
        using var response = await (content is null ? client.GetAsync(url, cancellationToken) : client.PostAsJsonAsync(url, content, ActivityJson.Options, cancellationToken));
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException(body, inner: null, response.StatusCode);

        return IdIn(body);
    }

    // Teams accepted the message even when its answer cannot be read.
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
