using Ical.Net;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The dates of the other MONTHLY and YEARLY rules, as Ical.Net expands them. It is asked for dates only: times, positions, zones, COUNT and UNTIL are
/// ours, so that neither a set of 500,000 times a year nor a start long ago costs anything.
/// </summary>
internal sealed class ExpandedDates : IRuleDates
{
    /// <summary>How many dates in a row may be left out that Ical.Net gives although a part of the rule excludes them: some 100 ms.</summary>
    private const int MaxLeftOut = 5_000;

    private readonly RulePeriods _periods;
    private readonly DateFilter _filter;
    private readonly RecurrenceRule _rule;
    private readonly EvaluationOptions _bound;

    public ExpandedDates(Rule rule, RulePeriods periods, DateOnly start)
    {
        _periods = periods;
        _filter = new DateFilter(rule);
        _rule = Explicit(rule, start);
        _bound = new EvaluationOptions
        {
            MaxUnmatchedIncrementsLimit = IRuleDates.Years * (rule.Frequency == Frequency.Monthly ? 12 : 1) / rule.Interval + 1,
        };
    }

    public IEnumerable<DateOnly> From(DateOnly date)
    {
        if (_periods.First(_periods.Before(date)) is not { } seed)
            yield break;

        var (last, leftOut) = (DateOnly.MinValue, 0);
        using var dates = new RecurrencePatternEvaluator(_rule).Evaluate(new CalDateTime(seed), null, _bound).GetEnumerator();
        while (Next(dates) is { } next)
        {
            if (next > last && _filter.Passes(next))
            {
                (last, leftOut) = (next, 0);
                yield return next;
            }
            else if (++leftOut > MaxLeftOut)
            {
                throw new ScheduleFaultException($"The rule gives no instant among {leftOut} dates.");
            }
        }
    }

    private static DateOnly? Next(IEnumerator<Period> dates)
    {
        try
        {
            return dates.MoveNext() ? dates.Current.StartTime.Date : null;
        }
        catch (EvaluationLimitExceededException limit)
        {
            throw new ScheduleFaultException($"The rule gives no instant for {IRuleDates.Years} years.", limit);
        }
        catch (Exception beyond) when (beyond is EvaluationOutOfRangeException or ArgumentOutOfRangeException or OverflowException)
        {
            // Past the year 9999.
            return null;
        }
    }

    /// <summary>
    /// The rule with what it leaves to the start written out, so that it may be evaluated from any of its periods on, and without what
    /// Ical.Net does not limit rightly, which is left to the filter: BYDAY with BYMONTHDAY (it numbers days in the wrong period). YEARLY with
    /// BYMONTHDAY means every month, as the RFC's table says ("expand"); it takes the month of the start.
    /// </summary>
    private static RecurrenceRule Explicit(Rule rule, DateOnly start)
    {
        var isYearly = rule.Frequency == Frequency.Yearly;
        var hasDates = rule.MonthDays.Count + rule.YearDays.Count > 0;
        var expanded = new RecurrenceRule(isYearly ? FrequencyType.Yearly : FrequencyType.Monthly, rule.Interval)
        {
            FirstDayOfWeek = rule.WeekStart,
            ByMonth = [.. rule.Months],
            ByMonthDay = [.. rule.MonthDays],
            ByYearDay = [.. rule.YearDays],
            ByWeekNo = [.. rule.WeekNumbers],
            ByDay = hasDates ? [] : [.. rule.Days.Select(day => day.Ordinal == 0 ? new WeekDay(day.Day) : new WeekDay(day.Day, day.Ordinal))],
        };
        var onStartsDay = !hasDates && rule.Days.Count == 0;
        if (onStartsDay && rule.WeekNumbers.Count > 0)
            expanded.ByDay.Add(new WeekDay(start.DayOfWeek));
        else if (onStartsDay)
            expanded.ByMonthDay.Add(start.Day);

        if (isYearly && rule.Months.Count + rule.YearDays.Count + rule.WeekNumbers.Count == 0)
        {
            if (onStartsDay)
                expanded.ByMonth.Add(start.Month);
            else if (rule.MonthDays.Count > 0)
                expanded.ByMonth.AddRange(Enumerable.Range(1, 12));
        }

        return expanded;
    }
}
