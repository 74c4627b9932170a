using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>A row of the history. <paramref name="Lateness"/> is in milliseconds.</summary>
internal sealed record PastOccurrence(
    Guid Id,
    ReminderState State,
    long Occurrence,
    int Generation,
    int Attempt,
    Instant SettledAt,
    long Lateness,
    string? MessageId,
    string? Error,
    string Owner,
    string? UserId,
    bool HasContent);
