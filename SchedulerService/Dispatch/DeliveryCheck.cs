using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>The last look at a reminder before it is handed to a callback.</summary>
internal sealed class DeliveryCheck(Series series)
{
    /// <summary>What becomes of a reminder that nobody has to be asked about; null: it is to be delivered.</summary>
    /// <param name="reminder">It is due.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="isReachable">Whether it can be delivered now: until then its latest occurrence may still change.</param>
    public Outcome? WithoutDelivery(DueReminder reminder, long now, bool isReachable)
    {
        if (reminder.Fault is { } fault)
            return new Outcome.Undeliverable(fault);
        if (DeliveryRules.Of(reminder.Content.DeliveryPolicy).IsExpired(reminder.DueAt, now))
            return new Outcome.Expired();

        try
        {
            return isReachable && series.IsPassedOver(reminder, now, out var instead) ? new Outcome.Missed(instead) : null;
        }
        catch (ScheduleFaultException unusable)
        {
            return new Outcome.Undeliverable(unusable.Message);
        }
    }
}
