namespace Nudge.SchedulerService.Schedules;

/// <summary>One value of BYDAY: which of these days in the month or year, counted from its end where negative; 0 for every one.</summary>
internal readonly record struct RuleDay(int Ordinal, DayOfWeek Day);
