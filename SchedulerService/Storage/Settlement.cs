using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>What is written when a delivery has come to an end, well or badly.</summary>
internal abstract record Settlement(DueReminder Reminder, long At)
{
    /// <summary>The occurrence is over: DELIVERED, FAILED or EXPIRED.</summary>
    public sealed record Ended(DueReminder Reminder, long At, ReminderState State, int Attempt, string? Error = null, string? MessageId = null)
        : Settlement(Reminder, At);

    /// <summary>It is looked at again at <paramref name="VisibleAt"/>.</summary>
    public sealed record Again(DueReminder Reminder, long At, long VisibleAt, int Attempt, int BrokenStreams, string Error)
        : Settlement(Reminder, At);

    /// <summary>It is held back until its recipient turns up.</summary>
    public sealed record Paused(DueReminder Reminder, long At, PauseCauses Cause, int Attempt, string Error)
        : Settlement(Reminder, At);
}
