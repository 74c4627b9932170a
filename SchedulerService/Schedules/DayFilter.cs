namespace Nudge.SchedulerService.Schedules;

/// <summary>Which days the parts of a rule finer than a day leave: BYMONTH, BYMONTHDAY, BYYEARDAY and BYDAY, each of which only limits.</summary>
internal sealed class DayFilter(Rule rule)
{
    private readonly HashSet<int> _months = [.. rule.Months];
    private readonly HashSet<int> _monthDays = [.. rule.MonthDays];
    private readonly HashSet<int> _yearDays = [.. rule.YearDays];
    private readonly HashSet<DayOfWeek> _days = [.. rule.Days.Select(day => day.Day)];

    /// <summary>Whether every day passes.</summary>
    public bool IsOpen { get; } = rule.Months.Count + rule.MonthDays.Count + rule.YearDays.Count + rule.Days.Count == 0;

    /// <param name="day">Days since 1970-01-01.</param>
    public bool Passes(long day)
    {
        if (IsOpen)
            return true;
        var date = Wall.ToDate(day * Wall.Day);
        var fromMonthEnd = date.Day - DateTime.DaysInMonth(date.Year, date.Month) - 1;
        var fromYearEnd = date.DayOfYear - (DateTime.IsLeapYear(date.Year) ? 366 : 365) - 1;
        return (_months.Count == 0 || _months.Contains(date.Month))
            && (_days.Count == 0 || _days.Contains(date.DayOfWeek))
            && (_monthDays.Count == 0 || _monthDays.Contains(date.Day) || _monthDays.Contains(fromMonthEnd))
            && (_yearDays.Count == 0 || _yearDays.Contains(date.DayOfYear) || _yearDays.Contains(fromYearEnd));
    }
}
