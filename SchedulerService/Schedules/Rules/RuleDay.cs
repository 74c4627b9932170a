namespace Nudge.SchedulerService.Schedules;

/// <summary>One value of BYDAY.</summary>
/// <param name="Ordinal">Which of these days in the month or year, from 1, or backwards from the end if negative. 0 means all of them.</param>
/// <param name="Day">The day of the week.</param>
internal readonly record struct RuleDay(int Ordinal, DayOfWeek Day);
