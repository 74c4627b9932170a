using Nudge.V1;

namespace Nudge.SchedulerService.Reminders;

/// <summary>The part of a reminder that its caller states: everything except the output only fields.</summary>
internal static class StatedReminder
{
    /// <returns>A new reminder that shares the parts of the given one.</returns>
    public static Reminder Of(Reminder reminder)
    {
        var stated = new Reminder
        {
            Target = reminder.Target,
            Recipient = reminder.Recipient,
            Lane = reminder.Lane,
            Schedule = reminder.Schedule,
            Notification = reminder.Notification,
            DeliveryPolicy = reminder.DeliveryPolicy,
            CatchUpPolicy = reminder.CatchUpPolicy,
            FailureNotice = reminder.FailureNotice,
        };
        if (reminder.Labels.Count > 0)
            stated.Labels.Add(reminder.Labels);
        return stated;
    }
}
