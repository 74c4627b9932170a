namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// Which dates the parts BYMONTH, BYMONTHDAY, BYYEARDAY and BYDAY leave. All parts of a rule must hold for each of its dates, whether they
/// expand or limit it.
/// </summary>
internal sealed class DateFilter(Rule rule)
{
    private readonly HashSet<int> _months = [.. rule.Months];
    private readonly HashSet<int> _monthDays = [.. rule.MonthDays];
    private readonly HashSet<int> _yearDays = [.. rule.YearDays];
    private readonly HashSet<RuleDay> _days = [.. rule.Days];

    /// <summary>Whether the Monday of "2MO" is the month's second, not the year's.</summary>
    private readonly bool _numbersInMonth = rule.Frequency == Frequency.Monthly || rule.Months.Count > 0;

    /// <summary>Whether every date passes.</summary>
    public bool IsOpen { get; } = rule.Months.Count + rule.MonthDays.Count + rule.YearDays.Count + rule.Days.Count == 0;

    /// <summary>Whether no date of a month passes, 1 to 12.</summary>
    public bool ExcludesMonth(int month) => _months.Count > 0 && !_months.Contains(month);

    public bool Passes(DateOnly date)
    {
        if (IsOpen)
            return true;
        if (ExcludesMonth(date.Month))
            return false;

        var daysInMonth = DateTime.DaysInMonth(date.Year, date.Month);
        var daysInYear = DateTime.IsLeapYear(date.Year) ? 366 : 365;
        return HasFromEitherEnd(_monthDays, date.Day, daysInMonth)
            && HasFromEitherEnd(_yearDays, date.DayOfYear, daysInYear)
            && (_numbersInMonth ? HasDay(date.DayOfWeek, date.Day, daysInMonth) : HasDay(date.DayOfWeek, date.DayOfYear, daysInYear));
    }

    private static bool HasFromEitherEnd(HashSet<int> numbers, int number, int length) =>
        numbers.Count == 0 || numbers.Contains(number) || numbers.Contains(number - length - 1);

    private bool HasDay(DayOfWeek day, int number, int length) =>
        _days.Count == 0
        || _days.Contains(new RuleDay(0, day))
        || _days.Contains(new RuleDay((number + 6) / 7, day))
        || _days.Contains(new RuleDay(-((length - number) / 7 + 1), day));
}
