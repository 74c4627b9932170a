using Nudge.Teams;
using Nudge.V1;
using StackExchange.Redis;

namespace Nudge.BotService.Commands;

/// <summary>Remembers the list that a person was shown, so that "cancel 2" means its second reminder.</summary>
internal sealed class ShownLists(IDatabase redis)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <returns>The ids, in the order shown.</returns>
    public async Task<IReadOnlyList<string>> KeepAsync(IncomingActivity activity, string userId, IReadOnlyList<Reminder> reminders)
    {
        var ids = reminders.Select(reminder => reminder.Id).ToList();
        await redis.StringSetAsync(KeyOf(activity, userId), string.Join(' ', ids), Kept);
        return ids;
    }

    /// <returns>The ids, in the order shown; null when no list was shown in the last hour.</returns>
    public async Task<IReadOnlyList<string>?> FindAsync(IncomingActivity activity, string userId)
    {
        var ids = await redis.StringGetAsync(KeyOf(activity, userId));
        return ids.HasValue ? ids.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries) : null;
    }

    private static RedisKey KeyOf(IncomingActivity activity, string userId) => $"nudge:list:{activity.Conversation.ConversationId}:{userId}";
}
