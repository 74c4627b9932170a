using StackExchange.Redis;

namespace Nudge.BotService.Conversations;

/// <summary>
/// Keeps in Redis who is in the group chats and teams that the bot is in, and in which of them each was seen last: through it they can be reached.
/// </summary>
internal sealed class Roster(IConnectionMultiplexer connection, ConversationStore conversations)
{
    private const string AccountId = "accountId";
    private const string ConversationId = "conversationId";

    private IDatabase Redis => connection.GetDatabase();

    /// <summary>The key that <see cref="ConversationStore.ForgetAsync"/> deletes together with the personal conversation: who has shown the bot out is left alone.</summary>
    public static RedisKey KeyOf(string userId) => $"nudge:member:{userId}";

    public Task NoteAsync(string conversationId, IEnumerable<Member> members) => Task.WhenAll(members.Select(member =>
        Redis.HashSetAsync(KeyOf(member.UserId), [new(AccountId, member.AccountId), new(ConversationId, conversationId)])));

    /// <summary>They have left. Where they still are, they are noted again when they are seen.</summary>
    public Task ForgetAsync(IEnumerable<Member> members) => Redis.KeyDeleteAsync([.. members.Select(member => KeyOf(member.UserId))]);

    /// <summary>Finds somebody.</summary>
    /// <returns>Who it is, and where they were seen; null where they were not, or the bot is there no longer.</returns>
    public async Task<(Member Member, ConversationReference SeenIn)?> FindAsync(string userId)
    {
        var fields = await Redis.HashGetAsync(KeyOf(userId), [AccountId, ConversationId]);
        if (fields.Any(field => field.IsNull) || await conversations.FindAsync(fields[1].ToString()) is not { } seenIn)
            return null;

        return (new Member(userId, fields[0].ToString()), seenIn);
    }
}
