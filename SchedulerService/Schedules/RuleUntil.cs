namespace Nudge.SchedulerService.Schedules;

/// <summary>The UNTIL of a recurrence rule, inclusive: an instant where it was given in UTC, else a wall-clock time, in milliseconds since 1970.</summary>
internal readonly record struct RuleUntil(long Time, bool IsUtc);
