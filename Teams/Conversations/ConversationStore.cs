using Nudge.V1;
using StackExchange.Redis;

namespace Nudge.Teams;

/// <summary>
/// Stores the reference of every conversation in Redis, its system of record: by conversation and, for personal conversations, by user.
/// </summary>
/// <remarks>
/// A reference is a hash of the fields that its activities carried. An activity without a time zone leaves the stored time zone as it is. The write
/// needs no read before it, so no other write can come between.
/// </remarks>
public sealed class ConversationStore
{
    private const string Latest = "nudge:conversation:latest";

    private readonly IDatabase _redis;

    internal ConversationStore(IDatabase redis) => _redis = redis;

    /// <summary>Stores or updates a conversation, and marks it as the latest.</summary>
    internal Task RememberAsync(ConversationReference conversation)
    {
        var transaction = _redis.CreateTransaction();
        _ = transaction.HashSetAsync(KeyOf(conversation.ConversationId), ConversationHash.Write(conversation));
        _ = transaction.StringSetAsync(Latest, conversation.ConversationId);
        if (conversation.UserId is { } userId)
            _ = transaction.StringSetAsync(KeyOfUser(userId), conversation.ConversationId);

        return transaction.ExecuteAsync();
    }

    internal Task<bool> ContainsAsync(string conversationId) => _redis.KeyExistsAsync(KeyOf(conversationId));

    /// <summary>Finds a conversation.</summary>
    /// <param name="conversationId">Teams' id of the conversation.</param>
    /// <returns>The conversation; null when the bot does not know it, or has left it.</returns>
    public async Task<ConversationReference?> FindAsync(string conversationId) =>
        ConversationHash.Read(conversationId, await _redis.HashGetAllAsync(KeyOf(conversationId)));

    /// <summary>Finds the personal conversation with a user.</summary>
    /// <param name="userId">The user's Microsoft Entra object id.</param>
    /// <returns>The conversation; null when there is none.</returns>
    public Task<ConversationReference?> FindByUserAsync(string userId) => FindNamedByAsync(KeyOfUser(userId));

    /// <summary>Finds the conversation of a recipient: the one that it names, or the personal conversation with its user.</summary>
    /// <param name="recipient">The recipient.</param>
    /// <returns>The conversation; null when there is none.</returns>
    public Task<ConversationReference?> FindAsync(Recipient recipient) => recipient switch
    {
        { ConversationId.Length: > 0 } => FindAsync(recipient.ConversationId),
        { UserId.Length: > 0 } => FindByUserAsync(recipient.UserId),
        _ => Task.FromResult<ConversationReference?>(null),
    };

    /// <summary>Finds the conversation with the latest activity.</summary>
    /// <returns>The conversation; null when the bot knows none.</returns>
    public Task<ConversationReference?> FindLatestAsync() => FindNamedByAsync(Latest);

    /// <summary>
    /// Deletes a conversation, and its user's entry unless the user has another conversation by now. Notes that the user of a personal conversation has
    /// opted out. Marks of unreachable recipients go too: the next installation suspects them again. The conversation is deleted last, so that an
    /// interrupted call can be repeated.
    /// </summary>
    internal async Task ForgetAsync(string conversationId)
    {
        var conversation = await FindAsync(conversationId);
        if (conversation?.UserId is { } userId)
        {
            await _redis.DeleteIfAsync(KeyOfUser(userId), conversationId);
            await _redis.StringSetAsync(Roster.OptedOutKeyOf(userId), conversationId);
            await _redis.KeyDeleteAsync(UnreachableRecipients.KeyOf(new Recipient { UserId = userId }));
        }

        await _redis.DeleteIfAsync(Latest, conversationId);
        await _redis.KeyDeleteAsync([UnreachableRecipients.KeyOf(new Recipient { ConversationId = conversationId }), KeyOf(conversationId)]);
    }

    /// <summary>
    /// Deletes everything that is known of a user and the user's personal conversation. The scheduler's ForgetRecipient erases the user's reminders. The bot
    /// learns of the user again from the next activity.
    /// </summary>
    /// <param name="userId">The user's Microsoft Entra object id.</param>
    public async Task ForgetUserAsync(string userId)
    {
        if (await FindByUserAsync(userId) is { ConversationId: var conversationId })
        {
            await _redis.DeleteIfAsync(Latest, conversationId);
            await _redis.KeyDeleteAsync([KeyOf(conversationId), UnreachableRecipients.KeyOf(new Recipient { ConversationId = conversationId })]);
        }

        await _redis.KeyDeleteAsync([KeyOfUser(userId), Roster.KeyOf(userId), Roster.OptedOutKeyOf(userId), UnreachableRecipients.KeyOf(new Recipient { UserId = userId })]);
    }

    private static RedisKey KeyOf(string conversationId) => $"nudge:conversation:id:{conversationId}";

    private static RedisKey KeyOfUser(string userId) => $"nudge:conversation:user:{userId}";

    private async Task<ConversationReference?> FindNamedByAsync(RedisKey key) =>
        await _redis.StringGetAsync(key) is { HasValue: true } conversationId ? await FindAsync(conversationId.ToString()) : null;
}
