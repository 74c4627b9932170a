#if TEAMS_SDK
using Microsoft.Teams.Apps;
using Microsoft.Teams.Core;
using Microsoft.Teams.Core.Schema;
using Nudge.BotService.Channel;
using Nudge.BotService.Conversations;

namespace Nudge.BotService.Teams;

/// <summary>Sends to Teams through the Teams SDK.</summary>
internal sealed class TeamsSdk(TeamsBotApplication teams) : IChannel
{
    public async Task<string> SendAsync(ConversationReference conversation, string text, CancellationToken cancellationToken)
    {
        // Without a service URL, the SDK would use the last one that it has seen, from any tenant.
        var response = await teams.SendAsync(conversation.ConversationId, text, conversation.ServiceUrl, cancellationToken: cancellationToken);
        return response?.Id ?? "";
    }

    public async Task<string> FindMemberAsync(ConversationReference conversation, string userId, CancellationToken cancellationToken)
    {
        var conversations = teams.Api.ForServiceUrl(conversation.ServiceUrl).Conversations;
        var member = await conversations.GetMemberByIdAsync(conversation.ConversationId, userId, cancellationToken: cancellationToken);
        return member?.Id ?? throw new HttpRequestException("Teams returned a member without an id");
    }

    public async Task<string> OpenAsync(Member member, ConversationReference seenIn, CancellationToken cancellationToken)
    {
        var conversation = new ConversationParameters
        {
            IsGroup = false,
            Bot = new ChannelAccount { Id = seenIn.BotId, Name = seenIn.BotName },
            Members = [new ChannelAccount { Id = member.AccountId }],
            TenantId = seenIn.TenantId,
            ChannelData = new { tenant = new { id = seenIn.TenantId } },
        };
        var opened = await teams.Api.ForServiceUrl(seenIn.ServiceUrl).Conversations.CreateAsync(conversation, cancellationToken: cancellationToken);
        return opened?.Id is { Length: > 0 } id ? id : throw new HttpRequestException("Teams opened a conversation and returned no id");
    }
}
#endif
