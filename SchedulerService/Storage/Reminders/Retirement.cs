namespace Nudge.SchedulerService.Storage;

/// <summary>
/// The instants (milliseconds since 1970 in UTC) before which housekeeping deletes settled occurrences, dead letters and request ids.
/// </summary>
internal readonly record struct Retirement(long Settled, long DeadLetters, long Requests);
