#if TEAMS_SDK
using Microsoft.Teams.Apps;
using Nudge.BotService.Conversations;

namespace Nudge.BotService.Channel;

/// <summary>Sends to Teams through the Teams SDK.</summary>
internal sealed class TeamsSdk(TeamsBotApplication teams) : IChannel
{
    public async Task<string> SendAsync(ConversationReference conversation, string text, CancellationToken cancellationToken)
    {
        // Without a service URL the SDK would take the one it saw last, in memory, from any tenant.
        var response = await teams.SendAsync(conversation.ConversationId, text, conversation.ServiceUrl, cancellationToken: cancellationToken);
        return response?.Id ?? "";
    }
}
#endif
