using Microsoft.Teams.Apps;
using Microsoft.Teams.Core;
using Microsoft.Teams.Core.Schema;
using Nudge.Client;

namespace Nudge.Teams;

/// <summary>Calls Teams through the Teams SDK, and measures the calls.</summary>
/// <remarks>
/// Each call throws <see cref="ThrottledException"/> after 429, <see cref="HttpRequestException"/> after another error (the status is set, the body is
/// in the message) or a broken connection, <see cref="OperationCanceledException"/> when Teams did not answer in time, and
/// <see cref="UnsentException"/> when the request did not leave the bot.
/// </remarks>
internal sealed class Connector(TeamsBotApplication teams, TeamsCallMetrics metrics)
{
    /// <summary>The timeout of a call. The receipt of the message allows no more.</summary>
    public static readonly TimeSpan Timeout = DeliveryReceipts.SendTimeout;

    /// <summary>Sends a message once, to the conversation's own service URL.</summary>
    /// <returns>The message id that Teams returned; empty when it returned none.</returns>
    public Task<string> SendAsync(ConversationReference conversation, MessageActivityInput message, CancellationToken cancellationToken) => metrics.MeasureAsync("send", async () =>
    {
        // Without a service URL, the SDK would use the last one that it has seen, from any tenant.
        var response = await teams.SendAsync(conversation.ConversationId, message, conversation.ServiceUrl, cancellationToken: cancellationToken);
        return response?.Id ?? "";
    });

    /// <summary>Replaces a message that the bot sent.</summary>
    /// <param name="conversation">The conversation of the message.</param>
    /// <param name="messageId">Teams' id of the message.</param>
    /// <param name="message">The new message.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    public Task UpdateAsync(ConversationReference conversation, string messageId, MessageActivityInput message, CancellationToken cancellationToken) => metrics.MeasureAsync("update", async () =>
    {
        var conversations = teams.Api.ForServiceUrl(conversation.ServiceUrl).Conversations;
        await conversations.UpdateActivityAsync(conversation.ConversationId, messageId, message, cancellationToken: cancellationToken);
        return messageId;
    });

    /// <summary>Finds a user in a group chat or team.</summary>
    /// <param name="conversation">The conversation to search.</param>
    /// <param name="id">The user's Microsoft Entra object id, or the user's account id for this bot.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <returns>The user.</returns>
    /// <exception cref="HttpRequestException">403 or 404: the user or the bot is not in the conversation.</exception>
    public Task<Member> FindMemberAsync(ConversationReference conversation, string id, CancellationToken cancellationToken) => metrics.MeasureAsync("find_member", async () =>
    {
        var conversations = teams.Api.ForServiceUrl(conversation.ServiceUrl).Conversations;
        var member = await conversations.GetMemberByIdAsync(conversation.ConversationId, id, cancellationToken: cancellationToken);
        return member is { Id: { Length: > 0 } accountId }
            ? new Member(member.AadObjectId is { Length: > 0 } userId ? userId : id, accountId)
            : throw new HttpRequestException("Teams returned a member without an id");
    });

    /// <summary>Opens the personal conversation with a user, or finds the existing one.</summary>
    /// <param name="member">The user.</param>
    /// <param name="seenIn">A conversation in which the bot saw the user. The call uses its service URL and tenant.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <returns>The conversation's id.</returns>
    public Task<string> OpenAsync(Member member, ConversationReference seenIn, CancellationToken cancellationToken) => metrics.MeasureAsync("open_conversation", async () =>
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
    });
}
