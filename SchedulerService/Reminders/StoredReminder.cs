using Nudge.V1;

namespace Nudge.SchedulerService.Reminders;

/// <summary>A reminder as a store keeps it: its content and its progress.</summary>
internal sealed record StoredReminder
{
    public required Guid Id { get; init; }

    /// <summary>Gets the caller that registered the reminder.</summary>
    public required string Owner { get; init; }

    /// <summary>Gets the shard of the reminder's lane, from 0.</summary>
    public required int Shard { get; init; }

    /// <summary>Gets the reminder as its caller stated it, without its output only fields.</summary>
    public required Reminder Content { get; init; }

    public required ReminderState State { get; init; }

    public PauseCauses PauseCauses { get; init; }

    /// <summary>Gets the instant at which the occurrence is due.</summary>
    public required Instant DueAt { get; init; }

    /// <summary>
    /// Gets the due time on the schedule's wall clock, in milliseconds since 1970-01-01T00:00 on that clock. Null if the schedule does not follow a
    /// wall clock.
    /// </summary>
    public long? Wall { get; init; }

    /// <summary>
    /// Gets the instant from which a scan finds the reminder: its due time, a retry or a deferral. Null while the reminder is paused, and once it is
    /// settled.
    /// </summary>
    public Instant? VisibleAt { get; init; }

    /// <summary>Gets the number of the occurrence, from 1.</summary>
    public long Occurrence { get; init; } = 1;

    /// <summary>
    /// Gets the generation of the occurrence, from 1. Update (with a new schedule or notification), DeliverNow and Retry increase it.
    /// </summary>
    public int Generation { get; init; } = 1;

    /// <summary>Gets the number of failed answers of the callback for this occurrence.</summary>
    public int Attempt { get; init; }

    /// <summary>Gets how often a stream broke while this occurrence was in flight on it.</summary>
    public int BrokenStreams { get; init; }

    public string? LastError { get; init; }

    /// <summary>Gets the revision, from 1. Every change to the reminder changes it.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>Gets the instant of creation by the store's clock.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>Gets the instant of the last change by the store's clock.</summary>
    public required Instant UpdatedAt { get; init; }

    /// <summary>Gets the instant at which the reminder was settled. Null until then.</summary>
    public Instant? SettledAt { get; init; }

    public string? MessageId { get; init; }

    /// <summary>Gets the W3C trace context of the request that registered the reminder.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Returns the reminder as callers see it. It shares the parts of <see cref="Content"/>, which never change.</summary>
    public Reminder ToReminder()
    {
        var reminder = StatedReminder.Of(Content);
        reminder.Id = ReminderId.Format(Id);
        reminder.Owner = Owner;
        reminder.State = State;
        reminder.PauseCauses.AddRange(PauseCauses.ToList());
        reminder.NextDue = DueAt.ToTimestamp();
        reminder.Occurrence = Occurrence;
        reminder.Attempt = Attempt;
        reminder.LastError = LastError ?? "";
        reminder.Revision = Revision;
        reminder.CreateTime = CreatedAt.ToTimestamp();
        reminder.UpdateTime = UpdatedAt.ToTimestamp();
        reminder.SettleTime = SettledAt?.ToTimestamp();
        reminder.MessageId = MessageId ?? "";
        return reminder;
    }
}
