using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Outcomes;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Callbacks;

/// <summary>Checks a due reminder before it is handed to a callback.</summary>
internal sealed class DeliveryCheck(Series series)
{
    /// <summary>Returns the outcome of a reminder that needs no delivery; null when the reminder is to be delivered.</summary>
    /// <param name="reminder">A due reminder.</param>
    /// <param name="now">The current instant.</param>
    /// <param name="isReachable">Whether the callback is connected. Until then the latest occurrence may still change, so no occurrence is skipped.</param>
    public Outcome? WithoutDelivery(DueReminder reminder, Instant now, bool isReachable)
    {
        if (reminder.Fault is { } fault)
            return new Outcome.Undeliverable(fault);
        if (DeliveryRules.Of(reminder.Content.DeliveryPolicy).IsExpired(reminder.DueAt, now))
            return new Outcome.Expired();

        try
        {
            return isReachable && series.IsSkipped(reminder, now, out var instead) ? new Outcome.Missed(instead) : null;
        }
        catch (ScheduleFaultException unusable)
        {
            return new Outcome.Undeliverable(unusable.Message);
        }
    }
}
