using Nudge.V1;

namespace Nudge.SchedulerService.Reminders;

/// <summary>A reminder as a store keeps it: what was asked for, and where it stands.</summary>
internal sealed record StoredReminder
{
    public required Guid Id { get; init; }

    public required string Owner { get; init; }

    public required int Shard { get; init; }

    /// <summary>What was asked for: the reminder without its output only fields.</summary>
    public required Reminder Content { get; init; }

    public required ReminderState State { get; init; }

    public PauseCauses PauseCauses { get; init; }

    /// <summary>When the occurrence is due.</summary>
    public required long DueAt { get; init; }

    /// <summary>The due time on the schedule's wall clock, as milliseconds since 1970-01-01T00:00 there; null where it does not follow one.</summary>
    public long? Wall { get; init; }

    /// <summary>When it next needs a look: its due time, or a retry. Null while it is paused, and once it is settled.</summary>
    public long? VisibleAt { get; init; }

    public long Occurrence { get; init; } = 1;

    /// <summary>Counts the deliveries that were asked for out of turn (DeliverNow, Retry), from 1.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>Failed answers of the callback for this occurrence.</summary>
    public int Attempt { get; init; }

    /// <summary>How often a stream broke while this occurrence was outstanding on it.</summary>
    public int BrokenStreams { get; init; }

    public string? LastError { get; init; }

    public long Revision { get; init; } = 1;

    public required long CreatedAt { get; init; }

    public required long UpdatedAt { get; init; }

    public long? SettledAt { get; init; }

    public string? MessageId { get; init; }

    /// <summary>The W3C trace context of the request that made it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The reminder as its callers see it. It shares the parts of <see cref="Content"/>, which nobody changes.</summary>
    public Reminder ToReminder()
    {
        var reminder = StatedReminder.Of(Content);
        reminder.Id = ReminderId.Format(Id);
        reminder.Owner = Owner;
        reminder.State = State;
        reminder.PauseCauses.AddRange(PauseCauses.ToList());
        reminder.NextDue = Instant.ToTimestamp(DueAt);
        reminder.Occurrence = Occurrence;
        reminder.Attempt = Attempt;
        reminder.LastError = LastError ?? "";
        reminder.Revision = Revision;
        reminder.CreateTime = Instant.ToTimestamp(CreatedAt);
        reminder.UpdateTime = Instant.ToTimestamp(UpdatedAt);
        reminder.SettleTime = SettledAt is { } settledAt ? Instant.ToTimestamp(settledAt) : null;
        reminder.MessageId = MessageId ?? "";
        return reminder;
    }
}
