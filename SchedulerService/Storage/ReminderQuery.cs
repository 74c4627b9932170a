using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>Which reminders to list. Null, empty or zero means: whichever.</summary>
internal sealed record ReminderQuery
{
    public required string Owner { get; init; }

    public Recipient? Recipient { get; init; }

    public required IReadOnlySet<ReminderState> States { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public long? DueFrom { get; init; }

    public long? DueBefore { get; init; }

    /// <summary>Only ids after this one.</summary>
    public Guid After { get; init; }

    public required int Limit { get; init; }
}
