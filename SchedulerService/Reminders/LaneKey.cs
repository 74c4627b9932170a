using Nudge.V1;

namespace Nudge.SchedulerService.Reminders;

/// <summary>The pacing key of a reminder.</summary>
internal static class LaneKey
{
    /// <summary>What the reminder says; else its tenant, its user or its conversation.</summary>
    public static string Of(Reminder reminder) => reminder switch
    {
        { Lane.Length: > 0 } => reminder.Lane,
        { Recipient.TenantId.Length: > 0 } => reminder.Recipient.TenantId,
        { Recipient.UserId.Length: > 0 } => reminder.Recipient.UserId,
        _ => reminder.Recipient.ConversationId,
    };
}
