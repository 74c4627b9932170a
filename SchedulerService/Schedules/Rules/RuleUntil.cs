namespace Nudge.SchedulerService.Schedules;

/// <summary>The UNTIL of a recurrence rule, inclusive.</summary>
/// <param name="Time">The time on the clock of UTC or of the schedule: see <see cref="Wall"/>.</param>
/// <param name="IsUtc">Whether the time was given in UTC.</param>
internal readonly record struct RuleUntil(long Time, bool IsUtc);
