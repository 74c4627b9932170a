using StackExchange.Redis;

namespace Nudge.BotService.Conversations;

/// <summary>
/// Keeps in Redis which group chats and teams the bot is in, whom it has seen there, and where last: through it they can be reached.
/// </summary>
internal sealed class Roster(IConnectionMultiplexer connection, ConversationStore conversations, TimeProvider time)
{
    /// <summary>Of a tenant with more, those that the bot has heard of last.</summary>
    private const int MaxConversations = 20;

    /// <summary>Follows the name of a channel in that of one of its threads.</summary>
    private const string ThreadMark = ";messageid=";

    private const string AccountId = "accountId";
    private const string ConversationId = "conversationId";

    private IDatabase Redis => connection.GetDatabase();

    /// <summary>The key that <see cref="ConversationStore.ForgetAsync"/> sets: who has shown the bot out is left alone until they are seen again.</summary>
    public static RedisKey LeftAloneKeyOf(string userId) => $"nudge:left-alone:{userId}";

    /// <summary>Notes a conversation of several people, and whom of them it was heard of by.</summary>
    public async Task NoteAsync(ConversationReference conversation, IReadOnlyList<Member> members)
    {
        // Those of a thread are those of its channel, which is noted itself when the bot comes to it.
        if (!conversation.ConversationId.Contains(ThreadMark, StringComparison.Ordinal))
        {
            var key = KeyOfTenant(conversation.TenantId);
            await Redis.SortedSetAddAsync(key, conversation.ConversationId, time.GetUtcNow().ToUnixTimeMilliseconds());
            await Redis.SortedSetRemoveRangeByRankAsync(key, 0, -MaxConversations - 1);
        }

        foreach (var member in members)
        {
            await Redis.HashSetAsync(KeyOf(member.UserId), [new(AccountId, member.AccountId), new(ConversationId, conversation.ConversationId)]);
            await Redis.KeyDeleteAsync(LeftAloneKeyOf(member.UserId));
        }
    }

    public Task<bool> IsLeftAloneAsync(string userId) => Redis.KeyExistsAsync(LeftAloneKeyOf(userId));

    /// <summary>They have left. Where they still are, they are noted again when they are seen.</summary>
    public Task ForgetAsync(IEnumerable<Member> members) => Redis.KeyDeleteAsync([.. members.Select(member => KeyOf(member.UserId))]);

    /// <summary>Finds where in a tenant somebody may be, the conversation heard of last first.</summary>
    public async Task<IReadOnlyList<ConversationReference>> FindConversationsAsync(string tenantId)
    {
        var key = KeyOfTenant(tenantId);
        var found = new List<ConversationReference>();
        foreach (var conversationId in await Redis.SortedSetRangeByRankAsync(key, order: Order.Descending))
        {
            if (await conversations.FindAsync(conversationId.ToString()) is { } conversation)
                found.Add(conversation);
            else
                await Redis.SortedSetRemoveAsync(key, conversationId);
        }

        return found;
    }

    /// <summary>Finds somebody.</summary>
    /// <returns>Who it is, and where they were seen; null where they were not, or the bot is there no longer.</returns>
    public async Task<(Member Member, ConversationReference SeenIn)?> FindAsync(string userId)
    {
        var fields = await Redis.HashGetAsync(KeyOf(userId), [AccountId, ConversationId]);
        if (fields.Any(field => field.IsNull) || await conversations.FindAsync(fields[1].ToString()) is not { } seenIn)
            return null;

        return (new Member(userId, fields[0].ToString()), seenIn);
    }

    private static RedisKey KeyOf(string userId) => $"nudge:member:{userId}";

    private static RedisKey KeyOfTenant(string? tenantId) => $"nudge:roster:{tenantId}";
}
