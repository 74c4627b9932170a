namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The dates of a recurrence rule of a day and coarser, without times, positions, COUNT and UNTIL: of every INTERVAL-th day, week, month or
/// year the days that the other parts leave. Each day is looked at, but months that BYMONTH excludes are skipped. That takes 1 ms for the
/// 40 years between two Mondays that are the 29th of February.
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
    /// Lazily the dates at or after one, each with the number of its period, ascending. A rule with BYSETPOS gives all dates of the first
    /// period, since positions are counted from its beginning.
    /// </summary>
    /// <exception cref="ScheduleFaultException">While enumerating: the search has no step left.</exception>
    public IEnumerable<(long Period, DateOnly Date)> From(DateOnly date, Search search)
    {
        // A zone's offset is at most 18 hours: two days later every instant is after the last of interest.
        var last = Wall.ToDate(Math.Min(search.Until, Wall.Max - 2 * Wall.Day)).AddDays(2);
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

    /// <summary>Whether BYWEEKNO leaves a day of a year of whole weeks.</summary>
    private bool IsInWeeks(int day, int days) => _weeks.Count == 0 || _weeks.Contains(day / 7 + 1) || _weeks.Contains(day / 7 - days / 7);

    /// <summary>
    /// The rule with what it leaves to its start written out. YEARLY with BYMONTHDAY means every month, as the table in section 3.3.10 of
    /// RFC 5545 says ("expand").
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
