using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Pacing;

/// <summary>What is due and has no slot yet: where it is to be read again when it has.</summary>
internal readonly record struct WaitingReminder(DeliveryKey Key, int Shard, long VisibleAt, IShardSession Session)
{
    public static WaitingReminder Of(DueReminder reminder) => new(reminder.Key, reminder.Shard, reminder.VisibleAt, reminder.Session);
}
