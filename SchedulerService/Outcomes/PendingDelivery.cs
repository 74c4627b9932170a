using System.Diagnostics;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Outcomes;

/// <summary>A delivery that was handed to a stream and waits for its result.</summary>
internal sealed class PendingDelivery(DueReminder reminder, Activity? activity, long sentAt)
{
    public DueReminder Reminder => reminder;

    /// <summary>
    /// Gets whether a stream broke under this delivery before. PoisonProbe are delivered one at a time, so the next break is the fault of the suspect.
    /// </summary>
    public bool IsSuspect => reminder.BrokenStreams > 0;

    /// <summary>Gets or sets whether the stream has begun to write the delivery.</summary>
    public bool WasSent { get; set; }

    /// <summary>Gets the span of the delivery, which the callback continues; null when no listener is attached.</summary>
    public Activity? Activity => activity;

    /// <summary>Gets or sets the span from the outcome to its commit; null before and after.</summary>
    public Activity? Settling { get; set; }

    /// <summary>Gets the timestamp of the clock (not an instant) at which the delivery was handed over.</summary>
    public long SentAt => sentAt;

    /// <summary>Sets the action that is called once, when the slot of the delivery is free.</summary>
    public Action? SlotFreed { private get; set; }

    /// <summary>Sets the action that is called after <see cref="SlotFreed"/>, for a caller that waits for this delivery.</summary>
    public Action? Settled { private get; init; }

    /// <summary>Frees the slot of the delivery, unless it is free already.</summary>
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
        Due = reminder.DueAt.ToTimestamp(),
        Attempt = reminder.Attempt + 1,
        CreateTime = reminder.CreatedAt.ToTimestamp(),
        TraceParent = activity?.Id ?? reminder.TraceParent ?? "",
    };
}
