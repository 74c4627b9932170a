namespace Nudge.SchedulerService.Schedules;

/// <summary>One instant of a schedule.</summary>
/// <param name="At">The instant.</param>
/// <param name="Wall">
/// Its wall-clock time, in milliseconds since 1970-01-01T00:00 on that clock, if the schedule follows the wall clock (cron, and rules of a day and
/// coarser). Null for at, delay and rules finer than a day, which count elapsed time.
/// </param>
internal readonly record struct Occurrence(Instant At, long? Wall);
