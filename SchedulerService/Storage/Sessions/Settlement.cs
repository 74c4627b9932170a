using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>The changes that an outcome makes in the store.</summary>
internal abstract record Settlement(DueReminder Reminder, Instant At)
{
    /// <summary>
    /// The occurrence ended as DELIVERED, FAILED or EXPIRED. The reminder continues with <see cref="Next"/>, or is settled when that is
    /// null.
    /// </summary>
    public sealed record Ended(DueReminder Reminder, Instant At, ReminderState State, int Attempt, string? Error = null, string? MessageId = null)
        : Settlement(Reminder, At)
    {
        public NextOccurrence? Next { get; init; }

        /// <summary>Gets the failure notice: a reminder that the same commit creates, unless the failed reminder was changed meanwhile.</summary>
        public StoredReminder? Notice { get; init; }
    }

    /// <summary>The occurrence is retried, or was deferred: a scan finds it again at <paramref name="VisibleAt"/>.</summary>
    public sealed record Again(DueReminder Reminder, Instant At, Instant VisibleAt, int Attempt, int BrokenStreams, string Error)
        : Settlement(Reminder, At);

    /// <summary>Missed occurrences are skipped. The reminder continues with <paramref name="Next"/>, and nothing is recorded.</summary>
    public sealed record Skipped(DueReminder Reminder, Instant At, NextOccurrence Next) : Settlement(Reminder, At);

    /// <summary>
    /// The recipient cannot be reached. The reminder is paused until the recipient is reachable again, and so are its neighbours: reminders
    /// with the same conversation_id or, when that is not set, with the same user_id and no conversation_id.
    /// </summary>
    public sealed record Unreachable(DueReminder Reminder, Instant At, int Attempt, string Error) : Settlement(Reminder, At);
}
