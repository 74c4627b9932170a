using Nudge.V1;

namespace Nudge.SchedulerService.Reminders;

/// <summary>The pacing key of a reminder.</summary>
internal static class Lane
{
    /// <summary>What the reminder says; else its tenant, its user or its conversation.</summary>
    public static string Of(Reminder reminder)
    {
        string[] candidates = [reminder.Lane, reminder.Recipient.TenantId, reminder.Recipient.UserId, reminder.Recipient.ConversationId];
        return candidates.First(candidate => candidate.Length > 0);
    }
}
