using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage;

/// <summary>A due reminder, as a scan read it, with everything that its delivery needs.</summary>
internal sealed record DueReminder
{
    /// <summary>Gets the session that read the reminder. Only this session can write its outcome.</summary>
    public required IShardSession Session { get; init; }

    public required DeliveryKey Key { get; init; }

    public required int Shard { get; init; }

    /// <summary>Gets the instant from which a scan finds the reminder: its due time, or that of a retry.</summary>
    public required Instant VisibleAt { get; init; }

    /// <summary>Gets the instant at which the occurrence is due.</summary>
    public required Instant DueAt { get; init; }

    public required int Generation { get; init; }

    /// <summary>Gets the number of failures that the callback reported for this occurrence.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets how often a stream broke while this occurrence was in flight on it.</summary>
    public required int BrokenStreams { get; init; }

    /// <summary>Gets whether this occurrence was handed to a callback before, or was deferred until its lane has room.</summary>
    public required bool WasTried { get; init; }

    /// <summary>Gets the instant at which the reminder was registered.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>Gets the caller that registered the reminder.</summary>
    public required string Owner { get; init; }

    /// <summary>Gets the reminder as the caller registered it; empty when <see cref="Fault"/> is set.</summary>
    public required Reminder Content { get; init; }

    /// <summary>Gets why the row can never be delivered; null when it can.</summary>
    public string? Fault { get; init; }

    /// <summary>Gets the W3C trace context of the request that registered the reminder.</summary>
    public required string? TraceParent { get; init; }
}
