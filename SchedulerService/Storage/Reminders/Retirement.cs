namespace Nudge.SchedulerService.Storage;

/// <summary>The instants before which housekeeping deletes settled occurrences, dead letters, request ids and audit records.</summary>
internal readonly record struct Retirement(Instant Settled, Instant DeadLetters, Instant Requests, Instant Audit);
