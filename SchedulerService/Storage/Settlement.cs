using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>What is written when a delivery has come to an end, well or badly.</summary>
internal abstract record Settlement(DueReminder Reminder, long At)
{
    /// <summary>
    /// The occurrence is over: DELIVERED, FAILED or EXPIRED. With a <see cref="Next"/> occurrence the reminder goes on with it; else it is
    /// settled for good.
    /// </summary>
    public sealed record Ended(DueReminder Reminder, long At, ReminderState State, int Attempt, string? Error = null, string? MessageId = null)
        : Settlement(Reminder, At)
    {
        public NextOccurrence? Next { get; init; }

        /// <summary>A reminder that is made in the same commit, if the outcome's own is still as it was read: it tells of the failure.</summary>
        public StoredReminder? Notice { get; init; }
    }

    /// <summary>It is looked at again at <paramref name="VisibleAt"/>.</summary>
    public sealed record Again(DueReminder Reminder, long At, long VisibleAt, int Attempt, int BrokenStreams, string Error)
        : Settlement(Reminder, At);

    /// <summary>Missed occurrences are passed over: it goes on with <paramref name="Next"/>, and nothing is recorded.</summary>
    public sealed record PassedOver(DueReminder Reminder, long At, NextOccurrence Next) : Settlement(Reminder, At);

    /// <summary>
    /// Its recipient cannot be reached: it is paused, and with it every reminder that is told in the same place (the same conversation_id;
    /// where there is none, the same user_id and none either), until the recipient turns up.
    /// </summary>
    public sealed record Unreachable(DueReminder Reminder, long At, int Attempt, string Error) : Settlement(Reminder, At);
}
