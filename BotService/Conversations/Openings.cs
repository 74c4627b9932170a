using Nudge.BotService.Channel;
using Nudge.BotService.Reminders;
using StackExchange.Redis;

namespace Nudge.BotService.Conversations;

/// <summary>Opens personal conversations with people whom the bot has met elsewhere, each once, however many processes and reminders want it.</summary>
internal sealed class Openings(IChannel channel, TeamsCalls calls, ConversationStore conversations, Roster roster, IConnectionMultiplexer connection)
{
    /// <summary>As long as a call may take, and what is around it. Who dies meanwhile leaves it to the next, whom Teams gives the same conversation.</summary>
    private static readonly TimeSpan Kept = TeamsHttpClient.SendTimeout * 1.5;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private IDatabase Redis => connection.GetDatabase();

    /// <summary>Opens the conversation with a user, unless there is one by now.</summary>
    /// <returns>Null: <see cref="ConversationStore"/> has it; else why not.</returns>
    public async Task<DeliveryOutcome?> OpenAsync(string userId, CancellationToken cancellationToken)
    {
        if (await roster.FindAsync(userId) is not var (member, seenIn))
            return new DeliveryOutcome.RecipientUnreachable("the bot knows neither a conversation with this user nor where to find them");

        RedisKey key = $"nudge:opening:{userId}";
        RedisValue owner = Guid.NewGuid().ToString("n");
        if (!await Redis.LockTakeAsync(key, owner, Kept))
            return new DeliveryOutcome.RetryLater(Retry, "the conversation with this user is being opened");

        try
        {
            return await conversations.FindByUserAsync(userId) is null ? await OpenAsync(member, seenIn, cancellationToken) : null;
        }
        finally
        {
            await Redis.LockReleaseAsync(key, owner);
        }
    }

    private async Task<DeliveryOutcome?> OpenAsync(Member member, ConversationReference seenIn, CancellationToken cancellationToken)
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
        if (await calls.AwaitRoomAsync(conversation, patience: default, cancellationToken) is { } hindrance)
            return hindrance;

        try
        {
            var id = await channel.OpenAsync(member, seenIn, cancellationToken);
            await conversations.RememberAsync(conversation with { ConversationId = id });
            return null;
        }
        catch (Exception failure) when (SendFailures.Classify(failure) is { } outcome)
        {
            await calls.NoteFailureAsync(conversation, failure);
            // Whatever became of it, nobody was told anything yet.
            return outcome is DeliveryOutcome.Ambiguous { Reason: var reason } ? new DeliveryOutcome.RetryLater(null, reason) : outcome;
        }
    }
}
