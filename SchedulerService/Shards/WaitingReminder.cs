using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Shards;

/// <summary>A due reminder that waits for a slot: where to read it again, and its session.</summary>
/// <param name="Key">The key of the delivery.</param>
/// <param name="Shard">The shard of the reminder.</param>
/// <param name="VisibleAt">The instant at which the reminder became visible.</param>
/// <param name="Session">The session through which it was read.</param>
internal readonly record struct WaitingReminder(DeliveryKey Key, int Shard, Instant VisibleAt, IShardSession Session)
{
    public static WaitingReminder Of(DueReminder reminder) => new(reminder.Key, reminder.Shard, reminder.VisibleAt, reminder.Session);
}
