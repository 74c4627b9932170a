using Nudge.Teams;
using StackExchange.Redis;

namespace Nudge.BotService.Memory;

/// <summary>Remembers something about a person in a conversation for an hour.</summary>
internal sealed class ShortMemory(IDatabase redis)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    public Task KeepAsync(string what, IncomingActivity activity, string userId, string value) => KeepAsync(what, activity.Conversation.ConversationId, userId, value);

    public Task KeepAsync(string what, string conversationId, string userId, string value) => redis.StringSetAsync(KeyOf(what, conversationId, userId), value, Kept);

    /// <returns>The value; null when none was kept in the last hour.</returns>
    public async Task<string?> FindAsync(string what, IncomingActivity activity, string userId) => await redis.StringGetAsync(KeyOf(what, activity.Conversation.ConversationId, userId));

    public Task ForgetAsync(string what, IncomingActivity activity, string userId) => redis.KeyDeleteAsync(KeyOf(what, activity.Conversation.ConversationId, userId));

    private static RedisKey KeyOf(string what, string conversationId, string userId) => $"nudge:{what}:{conversationId}:{userId}";
}
