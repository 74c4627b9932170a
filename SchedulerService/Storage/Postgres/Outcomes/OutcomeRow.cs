using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>An outcome as a row of the settle statement.</summary>
/// <param name="Number">The index of the outcome in the batch, from 0.</param>
/// <param name="Settlement">The outcome.</param>
/// <param name="State">The state that the history records; null when nothing is recorded.</param>
/// <param name="VisibleAt">The instant at which a scan finds the reminder again; null when the reminder is settled.</param>
internal sealed record OutcomeRow(int Number, Settlement Settlement, ReminderState? State, Instant? VisibleAt)
{
    public int Attempt { get; init; }

    public int BrokenStreams { get; init; }

    public string? Error { get; init; }

    public string? MessageId { get; init; }

    public Reminders.NextOccurrence? Next { get; init; }

    public static OutcomeRow Of(int number, Settlement settlement) => settlement switch
    {
        Settlement.Ended ended => new(number, ended, ended.State, ended.Next?.DueAt)
        {
            Attempt = ended.Attempt,
            BrokenStreams = ended.Reminder.BrokenStreams,
            Error = ended.Error,
            MessageId = ended.MessageId,
            Next = ended.Next,
        },
        Settlement.Again again => new(number, again, null, again.VisibleAt)
        {
            Attempt = again.Attempt,
            BrokenStreams = again.BrokenStreams,
            Error = again.Error,
        },
        Settlement.Skipped skipped => new(number, skipped, null, skipped.Next.DueAt) { Next = skipped.Next },
        _ => throw new InvalidOperationException($"unknown settlement {settlement.GetType().Name}"),
    };
}
