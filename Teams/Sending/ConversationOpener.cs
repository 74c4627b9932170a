using System.Net;
using Nudge.Client;
using Nudge.V1;
using StackExchange.Redis;

namespace Nudge.Teams;

/// <summary>
/// Opens personal conversations with users who share a group chat or team with the bot and never wrote to it. Each conversation is opened once,
/// however many processes and reminders need it.
/// </summary>
internal sealed class ConversationOpener(Connector connector, TeamsCalls calls, ConversationStore conversations, Roster roster, IDatabase redis)
{
    /// <summary>
    /// The duration of the lock: the timeout of a call, and a margin. When the holder dies, the next caller retries, and Teams returns the same
    /// conversation.
    /// </summary>
    private static readonly TimeSpan Kept = Connector.Timeout * 1.5;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait for room in Teams' limits. An opening takes several calls, and a later retry would repeat the first ones.</summary>
    private static readonly TimeSpan RoomTimeout = Connector.Timeout / 2;

    /// <summary>Opens the conversation with a user, unless there is one by now.</summary>
    /// <returns>Null when <see cref="ConversationStore"/> has the conversation; otherwise why it has not.</returns>
    public async Task<DeliveryOutcome?> OpenAsync(Recipient recipient, CancellationToken cancellationToken)
    {
        RedisKey key = $"nudge:opening:{recipient.UserId}";
        RedisValue owner = Guid.NewGuid().ToString("n");
        if (!await redis.LockTakeAsync(key, owner, Kept))
            return new DeliveryOutcome.RetryLater(Retry, "the conversation with this user is being opened");

        try
        {
            if (await conversations.FindByUserAsync(recipient.UserId) is not null)
                return null;
            if (await roster.IsOptedOutAsync(recipient.UserId))
                return new DeliveryOutcome.RecipientUnreachable("the conversation with this user was ended");
            if ((await roster.FindAsync(recipient.UserId) ?? await LookForAsync(recipient, cancellationToken)) is not var (member, seenIn))
                return new DeliveryOutcome.RecipientUnreachable("the bot knows no conversation with this user, and no group chat or team of theirs");

            await OpenAsync(member, seenIn, cancellationToken);
            return null;
        }
        catch (NotDeliveredException refused)
        {
            return refused.Outcome;
        }
        catch (Exception failure) when (SendFailures.Classify(failure) is { } outcome)
        {
            // No message was sent yet, so an opening in doubt can be retried.
            return outcome is DeliveryOutcome.Ambiguous { Reason: var reason } ? new DeliveryOutcome.RetryLater(null, reason) : outcome;
        }
        finally
        {
            await redis.LockReleaseAsync(key, owner);
        }
    }

    /// <summary>Asks Teams for a user in a group chat or team.</summary>
    /// <param name="conversation">The conversation to search.</param>
    /// <param name="id">The user's Microsoft Entra object id, or the user's account id for this bot.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <returns>The user; null when the user or the bot is not in the conversation.</returns>
    /// <exception cref="NotDeliveredException">Teams' limits have no room.</exception>
    public async Task<Member?> FindMemberAsync(ConversationReference conversation, string id, CancellationToken cancellationToken)
    {
        // A thread has the members of its channel.
        var channel = conversation with { ConversationId = Roster.WithoutThread(conversation.ConversationId) };
        // Teams limits reads separately, so they count under another id.
        var counted = channel with { ConversationId = $"{channel.ConversationId}/members" };
        try
        {
            return await CallAsync(counted, () => connector.FindMemberAsync(channel, id, cancellationToken), cancellationToken);
        }
        catch (HttpRequestException failure) when (failure.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
        {
            return null;
        }
    }

    /// <summary>Asks Teams for the user in each conversation of the tenant.</summary>
    private async Task<(Member Member, ConversationReference SeenIn)?> LookForAsync(Recipient recipient, CancellationToken cancellationToken)
    {
        foreach (var conversation in await roster.FindConversationsAsync(recipient.TenantId))
        {
            if (await FindMemberAsync(conversation, recipient.UserId, cancellationToken) is not { } found)
                continue;

            // The roster is searched by the id that the recipient has.
            var member = found with { UserId = recipient.UserId };
            await roster.NoteAsync(conversation, [member]);
            return (member, conversation);
        }

        return null;
    }

    private async Task OpenAsync(Member member, ConversationReference seenIn, CancellationToken cancellationToken)
    {
        // Before Teams returns the conversation's id, the call counts under the user's account id.
        var conversation = new ConversationReference(member.AccountId, seenIn.ServiceUrl)
        {
            TenantId = seenIn.TenantId,
            UserId = member.UserId,
            ConversationType = ConversationReference.Personal,
            BotId = seenIn.BotId,
            BotName = seenIn.BotName,
        };
        var id = await CallAsync(conversation, () => connector.OpenAsync(member, seenIn, cancellationToken), cancellationToken);
        await conversations.RememberAsync(conversation with { ConversationId = id });
    }

    /// <exception cref="NotDeliveredException">The call must not be made now: Teams' limits have no room, or the service URL is not allowed.</exception>
    private async Task<T> CallAsync<T>(ConversationReference conversation, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        if (await calls.AwaitRoomAsync(conversation, RoomTimeout, cancellationToken) is { } refusal)
            throw new NotDeliveredException(refusal);

        try
        {
            return await call();
        }
        catch (Exception failure)
        {
            await calls.NoteFailureAsync(conversation, failure);
            throw;
        }
    }
}
