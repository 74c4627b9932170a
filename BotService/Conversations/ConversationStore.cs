using Nudge.BotService.Redis;
using StackExchange.Redis;

namespace Nudge.BotService.Conversations;

/// <summary>
/// Keeps the reference of every conversation in Redis, its system of record: by conversation, and by user for personal ones.
/// </summary>
/// <remarks>
/// A reference is a hash of the fields that its activities carried: one that carries no time zone leaves the stored one as it
/// is, without a read before the write for others to come between.
/// </remarks>
internal sealed class ConversationStore(IConnectionMultiplexer connection)
{
    private const string Latest = "nudge:conversation:latest";

    private IDatabase Redis => connection.GetDatabase();

    /// <summary>Stores or refreshes a conversation, and notes it as the one heard of last.</summary>
    public Task RememberAsync(ConversationReference conversation)
    {
        var transaction = Redis.CreateTransaction();
        _ = transaction.HashSetAsync(KeyOf(conversation.ConversationId), ConversationHash.Write(conversation));
        _ = transaction.StringSetAsync(Latest, conversation.ConversationId);
        if (conversation.UserId is { } userId)
            _ = transaction.StringSetAsync(KeyOfUser(userId), conversation.ConversationId);

        return transaction.ExecuteAsync();
    }

    public Task<bool> ContainsAsync(string conversationId) => Redis.KeyExistsAsync(KeyOf(conversationId));

    public async Task<ConversationReference?> FindAsync(string conversationId) =>
        ConversationHash.Read(conversationId, await Redis.HashGetAllAsync(KeyOf(conversationId)));

    /// <summary>Finds the personal conversation with a user.</summary>
    public Task<ConversationReference?> FindByUserAsync(string userId) => FindNamedByAsync(KeyOfUser(userId));

    /// <summary>Finds the conversation that was heard of last.</summary>
    public Task<ConversationReference?> FindLatestAsync() => FindNamedByAsync(Latest);

    /// <summary>
    /// Forgets a conversation and its installation, and who it was with unless they have another by now. What can be repeated
    /// comes first, so that one cut short can be repeated.
    /// </summary>
    public async Task ForgetAsync(string conversationId)
    {
        var conversation = await FindAsync(conversationId);
        if (conversation?.UserId is { } userId)
        {
            await Redis.DeleteIfAsync(KeyOfUser(userId), conversationId);
            await Redis.StringSetAsync(Roster.LeftAloneKeyOf(userId), conversationId);
        }

        await Redis.DeleteIfAsync(Latest, conversationId);
        await Redis.KeyDeleteAsync([KeyOf(conversationId), Installations.KeyOf(conversationId)]);
    }

    private static RedisKey KeyOf(string conversationId) => $"nudge:conversation:id:{conversationId}";

    private static RedisKey KeyOfUser(string userId) => $"nudge:conversation:user:{userId}";

    private async Task<ConversationReference?> FindNamedByAsync(RedisKey key) =>
        await Redis.StringGetAsync(key) is { HasValue: true } conversationId ? await FindAsync(conversationId.ToString()) : null;
}
