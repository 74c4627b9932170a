namespace Nudge.SchedulerService.Schedules;

/// <summary>The UNTIL of a recurrence rule, inclusive.</summary>
/// <param name="Time">
/// An instant, in milliseconds since 1970 in UTC, if it was given in UTC. Otherwise a wall-clock time, in milliseconds since 1970-01-01T00:00 on
/// that clock.
/// </param>
/// <param name="IsUtc">Whether it was given in UTC.</param>
internal readonly record struct RuleUntil(long Time, bool IsUtc);
