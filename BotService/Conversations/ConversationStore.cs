using Nudge.BotService.Redis;
using StackExchange.Redis;

namespace Nudge.BotService.Conversations;

/// <summary>
/// Stores the reference of every conversation in Redis, its system of record: by conversation and, for personal conversations, by user.
/// </summary>
/// <remarks>
/// A reference is a hash of the fields that its activities carried. An activity without a time zone leaves the stored time zone as it is. The write
/// needs no read before it, so no other write can come between.
/// </remarks>
internal sealed class ConversationStore(IDatabase redis)
{
    private const string Latest = "nudge:conversation:latest";

    /// <summary>Stores or updates a conversation, and marks it as the latest.</summary>
    public Task RememberAsync(ConversationReference conversation)
    {
        var transaction = redis.CreateTransaction();
        _ = transaction.HashSetAsync(KeyOf(conversation.ConversationId), ConversationHash.Write(conversation));
        _ = transaction.StringSetAsync(Latest, conversation.ConversationId);
        if (conversation.UserId is { } userId)
            _ = transaction.StringSetAsync(KeyOfUser(userId), conversation.ConversationId);

        return transaction.ExecuteAsync();
    }

    public Task<bool> ContainsAsync(string conversationId) => redis.KeyExistsAsync(KeyOf(conversationId));

    public async Task<ConversationReference?> FindAsync(string conversationId) =>
        ConversationHash.Read(conversationId, await redis.HashGetAllAsync(KeyOf(conversationId)));

    /// <summary>Finds the personal conversation with a user.</summary>
    public Task<ConversationReference?> FindByUserAsync(string userId) => FindNamedByAsync(KeyOfUser(userId));

    /// <summary>Finds the conversation with the latest activity.</summary>
    public Task<ConversationReference?> FindLatestAsync() => FindNamedByAsync(Latest);

    /// <summary>
    /// Deletes a conversation, its installation, and its user's entry unless the user has another conversation by now. Notes that the user of a personal
    /// conversation has opted out. The conversation is deleted last, so that an interrupted call can be repeated.
    /// </summary>
    public async Task ForgetAsync(string conversationId)
    {
        var conversation = await FindAsync(conversationId);
        if (conversation?.UserId is { } userId)
        {
            await redis.DeleteIfAsync(KeyOfUser(userId), conversationId);
            await redis.StringSetAsync(Roster.OptedOutKeyOf(userId), conversationId);
        }

        await redis.DeleteIfAsync(Latest, conversationId);
        await redis.KeyDeleteAsync([KeyOf(conversationId), Installations.KeyOf(conversationId)]);
    }

    private static RedisKey KeyOf(string conversationId) => $"nudge:conversation:id:{conversationId}";

    private static RedisKey KeyOfUser(string userId) => $"nudge:conversation:user:{userId}";

    private async Task<ConversationReference?> FindNamedByAsync(RedisKey key) =>
        await redis.StringGetAsync(key) is { HasValue: true } conversationId ? await FindAsync(conversationId.ToString()) : null;
}
