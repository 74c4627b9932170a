using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>A reminder that a scan found due, with everything its delivery needs.</summary>
internal sealed record DueReminder
{
    public required DeliveryKey Key { get; init; }

    public required int Shard { get; init; }

    public required long VisibleAt { get; init; }

    public required long DueAt { get; init; }

    public required int Generation { get; init; }

    /// <summary>Failed answers so far.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often a stream broke while this was outstanding on it.</summary>
    public required int BrokenStreams { get; init; }

    public required long CreatedAt { get; init; }

    public required Reminder Content { get; init; }

    public required string? TraceParent { get; init; }
}
