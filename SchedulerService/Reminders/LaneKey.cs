using Nudge.V1;

namespace Nudge.SchedulerService.Reminders;

/// <summary>Determines the lane of a reminder.</summary>
internal static class LaneKey
{
    /// <summary>Returns the lane that the reminder names. The default is its tenant, else its user, else its conversation.</summary>
    public static string Of(Reminder reminder) => reminder switch
    {
        { Lane.Length: > 0 } => reminder.Lane,
        { Recipient.TenantId.Length: > 0 } => reminder.Recipient.TenantId,
        { Recipient.UserId.Length: > 0 } => reminder.Recipient.UserId,
        _ => reminder.Recipient.ConversationId,
    };
}
