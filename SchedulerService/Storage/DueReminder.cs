using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>A reminder that a scan found due, with everything its delivery needs.</summary>
internal sealed record DueReminder
{
    /// <summary>The session through which it was read, and through which alone its outcome is written.</summary>
    public required IShardSession Session { get; init; }

    public required DeliveryKey Key { get; init; }

    public required int Shard { get; init; }

    public required long VisibleAt { get; init; }

    public required long DueAt { get; init; }

    public required int Generation { get; init; }

    /// <summary>Failed answers so far.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often a stream broke while this was outstanding on it.</summary>
    public required int BrokenStreams { get; init; }

    /// <summary>Whether this occurrence was handed to a callback before, or put back until its lane has room.</summary>
    public required bool WasTried { get; init; }

    public required long CreatedAt { get; init; }

    public required string Owner { get; init; }

    /// <summary>What was asked for; empty where <see cref="Fault"/> says why it cannot be read.</summary>
    public required Reminder Content { get; init; }

    /// <summary>Why the row cannot be delivered, ever; null for a sound one.</summary>
    public string? Fault { get; init; }

    public required string? TraceParent { get; init; }
}
