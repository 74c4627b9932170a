namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// Tells which dates the parts BYMONTH, BYMONTHDAY, BYYEARDAY and BYDAY allow. A date must match all parts of the rule, whether RFC 5545 lets them
/// expand or limit it.
/// </summary>
internal sealed class DateFilter(Rule rule)
{
    private readonly HashSet<int> _months = [.. rule.Months];
    private readonly HashSet<int> _monthDays = [.. rule.MonthDays];
    private readonly HashSet<int> _yearDays = [.. rule.YearDays];
    private readonly HashSet<RuleDay> _days = [.. rule.Days];

    /// <summary>Whether an ordinal of BYDAY counts within the month: "2MO" is then the second Monday of the month, not of the year.</summary>
    private readonly bool _numbersInMonth = rule.Frequency == Frequency.Monthly || rule.Months.Count > 0;

    /// <summary>Gets whether every date passes.</summary>
    public bool IsOpen { get; } = rule.Months.Count + rule.MonthDays.Count + rule.YearDays.Count + rule.Days.Count == 0;

    /// <summary>Returns whether no date of a month (1 to 12) passes.</summary>
    public bool ExcludesMonth(int month) => _months.Count > 0 && !_months.Contains(month);

    /// <summary>Returns whether a date matches all parts.</summary>
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
