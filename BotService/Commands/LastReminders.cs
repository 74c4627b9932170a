using Nudge.Teams;
using StackExchange.Redis;

namespace Nudge.BotService.Commands;

/// <summary>Remembers the reminder that a person registered last, so that "undo" cancels it.</summary>
internal sealed class LastReminders(IDatabase redis)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    public Task KeepAsync(IncomingActivity activity, string userId, string id) => redis.StringSetAsync(KeyOf(activity, userId), id, Kept);

    /// <returns>The id; null when the person registered none in the last hour.</returns>
    public async Task<string?> FindAsync(IncomingActivity activity, string userId) => await redis.StringGetAsync(KeyOf(activity, userId));

    private static RedisKey KeyOf(IncomingActivity activity, string userId) => $"nudge:last:{activity.Conversation.ConversationId}:{userId}";
}
