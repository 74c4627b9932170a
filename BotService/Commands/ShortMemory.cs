using Nudge.Teams;
using StackExchange.Redis;

namespace Nudge.BotService.Commands;

/// <summary>Remembers something about a person in a conversation for an hour.</summary>
internal sealed class ShortMemory(IDatabase redis)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    public Task KeepAsync(string what, IncomingActivity activity, string userId, string value) => redis.StringSetAsync(KeyOf(what, activity, userId), value, Kept);

    /// <returns>The value; null when none was kept in the last hour.</returns>
    public async Task<string?> FindAsync(string what, IncomingActivity activity, string userId) => await redis.StringGetAsync(KeyOf(what, activity, userId));

    private static RedisKey KeyOf(string what, IncomingActivity activity, string userId) => $"nudge:{what}:{activity.Conversation.ConversationId}:{userId}";
}
