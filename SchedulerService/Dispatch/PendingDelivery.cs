using System.Diagnostics;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>A delivery that was handed to a stream and waits for its result.</summary>
internal sealed class PendingDelivery(DueReminder reminder, Activity? activity, long sentAt)
{
    public DueReminder Reminder => reminder;

    /// <summary>Whether a stream broke under it before: then it goes alone among its like, and what breaks is its fault.</summary>
    public bool IsSuspect => reminder.BrokenStreams > 0;

    /// <summary>Whether its writing has begun.</summary>
    public bool WasSent { get; set; }

    /// <summary>The span of the delivery, which the callback continues.</summary>
    public Activity? Activity => activity;

    /// <summary>The span from the outcome to its commit; null before and after.</summary>
    public Activity? Settling { get; set; }

    /// <summary>The clock's timestamp (not an instant) at which it was handed over.</summary>
    public long SentAt => sentAt;

    /// <summary>Called once, when its slot is free.</summary>
    public Action? SlotFreed { private get; set; }

    /// <summary>Called with it, for whoever waits for this one.</summary>
    public Action? Settled { private get; init; }

    /// <summary>Frees its slot, if it still has it.</summary>
    public void FreeSlot()
    {
        var freed = SlotFreed;
        SlotFreed = null;
        if (freed is null)
            return;
        freed();
        Settled?.Invoke();
    }

    public Delivery ToDelivery() => new()
    {
        Id = new DeliveryId
        {
            ReminderId = ReminderId.Format(reminder.Key.Id),
            Occurrence = reminder.Key.Occurrence,
            Generation = reminder.Generation,
        },
        Recipient = reminder.Content.Recipient,
        Notification = reminder.Content.Notification,
        Due = Instant.ToTimestamp(reminder.DueAt),
        Attempt = reminder.Attempt + 1,
        CreateTime = Instant.ToTimestamp(reminder.CreatedAt),
        TraceParent = activity?.Id ?? reminder.TraceParent ?? "",
    };
}
