using StackExchange.Redis;

namespace Nudge.Teams;

/// <summary>
/// Keeps in Redis the group chats and teams that the bot is in, and the members that it has seen there. The bot can open a chat with them.
/// </summary>
internal sealed class Roster(IDatabase redis, ConversationStore conversations, TimeProvider time)
{
    /// <summary>The most conversations per tenant. Those with the latest activity stay.</summary>
    private const int MaxConversations = 20;

    /// <summary>The part that follows the channel's id in the id of a thread.</summary>
    private const string ThreadMark = ";messageid=";

    private const string AccountId = "accountId";
    private const string ConversationId = "conversationId";

    /// <summary>
    /// Returns the key that <see cref="ConversationStore.ForgetAsync"/> sets when a user's conversation ends. The bot opens no chat with the user
    /// until it sees the user in a group chat or team again.
    /// </summary>
    public static RedisKey OptedOutKeyOf(string userId) => $"nudge:opted-out:{userId}";

    public static RedisKey KeyOf(string userId) => $"nudge:member:{userId}";

    /// <summary>Returns the id of the channel of a thread; the id itself for any other conversation.</summary>
    public static string WithoutThread(string conversationId) => conversationId.Split(ThreadMark)[0];

    /// <summary>Records a group chat or team, and the members seen in it.</summary>
    public async Task NoteAsync(ConversationReference conversation, IReadOnlyList<Member> members)
    {
        // A thread has the members of its channel. The channel is recorded when the bot is added to it.
        if (!conversation.ConversationId.Contains(ThreadMark, StringComparison.Ordinal))
        {
            var key = KeyOfTenant(conversation.TenantId);
            await redis.SortedSetAddAsync(key, conversation.ConversationId, time.GetUtcNow().ToUnixTimeMilliseconds());
            await redis.SortedSetRemoveRangeByRankAsync(key, 0, -MaxConversations - 1);
        }

        foreach (var member in members)
        {
            await redis.HashSetAsync(KeyOf(member.UserId), [new(AccountId, member.AccountId), new(ConversationId, conversation.ConversationId)]);
            await redis.KeyDeleteAsync(OptedOutKeyOf(member.UserId));
        }
    }

    public Task<bool> IsOptedOutAsync(string userId) => redis.KeyExistsAsync(OptedOutKeyOf(userId));

    /// <summary>Deletes members who left. Members of another conversation are recorded again when they are seen there.</summary>
    public Task ForgetAsync(IEnumerable<Member> members) => redis.KeyDeleteAsync([.. members.Select(member => KeyOf(member.UserId))]);

    /// <summary>Finds the group chats and teams of a tenant, the latest activity first.</summary>
    public async Task<IReadOnlyList<ConversationReference>> FindConversationsAsync(string tenantId)
    {
        var key = KeyOfTenant(tenantId);
        var found = new List<ConversationReference>();
        foreach (var conversationId in await redis.SortedSetRangeByRankAsync(key, order: Order.Descending))
        {
            if (await conversations.FindAsync(conversationId.ToString()) is { } conversation)
                found.Add(conversation);
            else
                await redis.SortedSetRemoveAsync(key, conversationId);
        }

        return found;
    }

    /// <summary>Finds a user among the members seen.</summary>
    /// <returns>The member, and the conversation of the last sighting; null when the user was not seen, or the bot has left that conversation.</returns>
    public async Task<(Member Member, ConversationReference SeenIn)?> FindAsync(string userId)
    {
        var fields = await redis.HashGetAsync(KeyOf(userId), [AccountId, ConversationId]);
        if (fields.Any(field => field.IsNull) || await conversations.FindAsync(fields[1].ToString()) is not { } seenIn)
            return null;

        return (new Member(userId, fields[0].ToString()), seenIn);
    }

    private static RedisKey KeyOfTenant(string? tenantId) => $"nudge:roster:{tenantId}";
}
