using System.Net;
using Nudge.BotService.Channel;
using Nudge.BotService.Reminders;
using Nudge.V1;
using StackExchange.Redis;

namespace Nudge.BotService.Conversations;

/// <summary>
/// Opens personal conversations with people who are where the bot is and never wrote to it: each once, however many processes and reminders want it.
/// </summary>
internal sealed class Openings(IChannel channel, TeamsCalls calls, ConversationStore conversations, Roster roster, IConnectionMultiplexer connection)
{
    /// <summary>As long as it may take, and what is around it. Who dies meanwhile leaves it to the next, whom Teams gives the same conversation.</summary>
    private static readonly TimeSpan Kept = TeamsHttpClient.SendTimeout * 1.5;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>It takes several calls: what has been asked already would be asked again.</summary>
    private static readonly TimeSpan Patience = TeamsHttpClient.SendTimeout / 2;

    private IDatabase Redis => connection.GetDatabase();

    /// <summary>Opens the conversation with a user, unless there is one by now.</summary>
    /// <returns>Null: <see cref="ConversationStore"/> has it; else why not.</returns>
    public async Task<DeliveryOutcome?> OpenAsync(Recipient recipient, CancellationToken cancellationToken)
    {
        RedisKey key = $"nudge:opening:{recipient.UserId}";
        RedisValue owner = Guid.NewGuid().ToString("n");
        if (!await Redis.LockTakeAsync(key, owner, Kept))
            return new DeliveryOutcome.RetryLater(Retry, "the conversation with this user is being opened");

        try
        {
            if (await conversations.FindByUserAsync(recipient.UserId) is not null)
                return null;
            if (await roster.IsLeftAloneAsync(recipient.UserId))
                return new DeliveryOutcome.RecipientUnreachable("the conversation with this user was ended");
            if ((await roster.FindAsync(recipient.UserId) ?? await LookForAsync(recipient, cancellationToken)) is not var (member, seenIn))
                return new DeliveryOutcome.RecipientUnreachable("the bot knows no conversation with this user, and none that they are in");

            await OpenAsync(member, seenIn, cancellationToken);
            return null;
        }
        catch (HinderedException hindered)
        {
            return hindered.Outcome;
        }
        catch (Exception failure) when (SendFailures.Classify(failure) is { } outcome)
        {
            // Whatever became of it, nobody was told anything yet.
            return outcome is DeliveryOutcome.Ambiguous { Reason: var reason } ? new DeliveryOutcome.RetryLater(null, reason) : outcome;
        }
        finally
        {
            await Redis.LockReleaseAsync(key, owner);
        }
    }

    /// <summary>Asks Teams for somebody, conversation by conversation.</summary>
    private async Task<(Member Member, ConversationReference SeenIn)?> LookForAsync(Recipient recipient, CancellationToken cancellationToken)
    {
        foreach (var conversation in await roster.FindConversationsAsync(recipient.TenantId))
        {
            // Reading has limits of its own.
            var counted = conversation with { ConversationId = $"{conversation.ConversationId}/members" };
            var accountId = await CallAsync(counted, () => FindAccountAsync(conversation, recipient.UserId, cancellationToken), cancellationToken);
            if (accountId is null)
                continue;

            var member = new Member(recipient.UserId, accountId);
            await roster.NoteAsync(conversation, [member]);
            return (member, conversation);
        }

        return null;
    }

    private async Task<string?> FindAccountAsync(ConversationReference conversation, string userId, CancellationToken cancellationToken)
    {
        try
        {
            return await channel.FindMemberAsync(conversation, userId, cancellationToken);
        }
        catch (HttpRequestException failure) when (failure.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            // They are not in this one, or the bot is not.
            return null;
        }
    }

    private async Task OpenAsync(Member member, ConversationReference seenIn, CancellationToken cancellationToken)
    {
        // Until Teams has named the conversation it counts under its user's name.
        var conversation = new ConversationReference(member.AccountId, seenIn.ServiceUrl)
        {
            TenantId = seenIn.TenantId,
            UserId = member.UserId,
            ConversationType = ConversationReference.Personal,
            BotId = seenIn.BotId,
            BotName = seenIn.BotName,
        };
        var id = await CallAsync(conversation, () => channel.OpenAsync(member, seenIn, cancellationToken), cancellationToken);
        await conversations.RememberAsync(conversation with { ConversationId = id });
    }

    /// <exception cref="HinderedException">There is no room for the call.</exception>
    private async Task<T> CallAsync<T>(ConversationReference conversation, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        if (await calls.AwaitRoomAsync(conversation, Patience, cancellationToken) is { } hindrance)
            throw new HinderedException(hindrance);

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

    private sealed class HinderedException(DeliveryOutcome outcome) : Exception
    {
        public DeliveryOutcome Outcome => outcome;
    }
}
