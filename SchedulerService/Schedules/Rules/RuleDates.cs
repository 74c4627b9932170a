namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The dates of a recurrence rule of a day and coarser, without times, BYSETPOS, COUNT and UNTIL. They are the days of every Nth day, week, month
/// or year (INTERVAL) that the other parts allow. Each day is checked, but months that BYMONTH excludes are skipped. Searching the 40 years between
/// two Mondays that are the 29th of February takes 1 ms.
/// </summary>
internal sealed class RuleDates
{
    private readonly int _interval;
    private readonly bool _startsWithPeriod;
    private readonly RulePeriods _periods;
    private readonly DateFilter _filter;
    private readonly HashSet<int> _weeks;

    public RuleDates(Rule rule, DateOnly start)
    {
        _interval = rule.Interval;
        _startsWithPeriod = rule.Positions.Count > 0;
        _periods = new RulePeriods(rule, start);
        _filter = new DateFilter(Explicit(rule, start));
        _weeks = [.. rule.WeekNumbers];
    }

    /// <summary>
    /// Lazily returns the dates at or after a date, ascending, each with the number of its period. A rule with BYSETPOS gives all dates of the
    /// first period, since positions count from the beginning of a period.
    /// </summary>
    /// <exception cref="ScheduleFaultException">During enumeration: the search has no steps left.</exception>
    public IEnumerable<(long Period, DateOnly Date)> From(DateOnly date, Search search)
    {
        // A zone's offset is at most 18 hours: every instant of a date two days later is after the last one of interest.
        var last = Wall.ToDate(Math.Min(search.Until.Milliseconds, Wall.Max - 2 * Wall.Day)).AddDays(2);
        var period = _periods.AtOrAfter(date);
        while (_periods.First(period) is { } first && first <= last)
        {
            var end = _periods.First(period + 1)?.DayNumber ?? DateOnly.MaxValue.DayNumber;
            var day = _startsWithPeriod ? first.DayNumber : Math.Max(first.DayNumber, date.DayNumber);
            while (day < end)
            {
                search.Step();
                var next = DateOnly.FromDayNumber(day);
                if (_filter.ExcludesMonth(next.Month))
                {
                    day += DateTime.DaysInMonth(next.Year, next.Month) - next.Day + 1;
                    continue;
                }

                if (IsInWeeks(day - first.DayNumber, end - first.DayNumber) && _filter.Passes(next))
                    yield return (period, next);
                day++;
            }

            period = day > end && day <= last.DayNumber ? _periods.AtOrAfter(DateOnly.FromDayNumber(day)) : period + _interval;
        }
    }

    /// <summary>Returns whether BYWEEKNO allows a day of a year that consists of whole weeks.</summary>
    private bool IsInWeeks(int day, int days) => _weeks.Count == 0 || _weeks.Contains(day / 7 + 1) || _weeks.Contains(day / 7 - days / 7);

    /// <summary>
    /// Returns the rule with the parts that it takes from its start. YEARLY with BYMONTHDAY means every month: the table in RFC 5545, section
    /// 3.3.10, says "expand".
    /// </summary>
    private static Rule Explicit(Rule rule, DateOnly start)
    {
        if (rule.Days.Count + rule.MonthDays.Count + rule.YearDays.Count > 0 || rule.Frequency < Frequency.Weekly)
            return rule;
        if (rule.Frequency == Frequency.Weekly || rule.WeekNumbers.Count > 0)
            return rule with { Days = [new RuleDay(0, start.DayOfWeek)] };

        var dated = rule with { MonthDays = [start.Day] };
        return rule.Frequency == Frequency.Yearly && rule.Months.Count == 0 ? dated with { Months = [start.Month] } : dated;
    }
}
