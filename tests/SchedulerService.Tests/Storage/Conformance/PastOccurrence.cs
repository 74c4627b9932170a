using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>A row of the history.</summary>
internal sealed record PastOccurrence(
    Guid Id,
    ReminderState State,
    long Occurrence,
    int Generation,
    int Attempt,
    long SettledAt,
    long Lateness,
    string? MessageId,
    string? Error,
    string Owner,
    string? UserId,
    bool HasContent);
