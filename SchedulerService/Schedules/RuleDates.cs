using Ical.Net;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The dates of a recurrence rule of a day and coarser, as Ical.Net expands them. It is asked for dates only: times, positions, zones, COUNT
/// and UNTIL are ours, so that neither a set of 500,000 times a year nor a start long ago costs anything.
/// </summary>
internal sealed class RuleDates
{
    /// <summary>
    /// How far it is looked for the next date: a century. The longest that a rule with every part in reach leaves out is 40 years (a 29th of
    /// February on a certain day of the week, around a year without one), longer only with an interval on top.
    /// </summary>
    private const int Years = 100;

    private readonly Rule _rule;
    private readonly RulePeriods _periods;
    private readonly RecurrenceRule _pattern;
    private readonly EvaluationOptions _bound;

    public RuleDates(Rule rule, DateOnly start)
    {
        _rule = rule;
        _periods = new RulePeriods(rule, start);
        _pattern = Explicit(rule, start);
        _bound = new EvaluationOptions { MaxUnmatchedIncrementsLimit = Years * PeriodsInYear(rule.Frequency) / rule.Interval + 1 };
    }

    /// <summary>Which period of the rule a date belongs to: what BYSETPOS chooses from.</summary>
    public int PeriodOf(DateOnly date) => _periods.Of(date);

    /// <summary>The dates from the beginning of the period that a date belongs to, or of the one before, ascending.</summary>
    /// <exception cref="ScheduleFaultException">While enumerating: there is none for too long.</exception>
    public IEnumerable<DateOnly> From(DateOnly date)
    {
        if (_periods.Seed(date) is not { } seed)
            yield break;

        var last = DateOnly.MinValue;
        using var dates = new RecurrencePatternEvaluator(_pattern).Evaluate(new CalDateTime(seed), null, _bound).GetEnumerator();
        while (Next(dates) is { } next)
        {
            if (next > last)
                yield return next;
            last = next;
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
            throw new ScheduleFaultException($"The rule gives no instant for {Years} years, or needs too many steps to find one.", limit);
        }
        catch (Exception beyond) when (beyond is EvaluationOutOfRangeException or ArgumentOutOfRangeException or OverflowException)
        {
            // Past the year 9999.
            return null;
        }
    }

    private static int PeriodsInYear(Frequency frequency) => frequency switch
    {
        Frequency.Daily => 366,
        Frequency.Weekly => 53,
        Frequency.Monthly => 12,
        _ => 1,
    };

    /// <summary>
    /// The rule with what it leaves to the start written out, so that it may be evaluated from any of its periods on. YEARLY with BYMONTHDAY
    /// means every month, as the RFC's table says ("expand"); Ical.Net takes the month of the start.
    /// </summary>
    private static RecurrenceRule Explicit(Rule rule, DateOnly start)
    {
        var pattern = new RecurrenceRule(
            rule.Frequency switch
            {
                Frequency.Daily => FrequencyType.Daily,
                Frequency.Weekly => FrequencyType.Weekly,
                Frequency.Monthly => FrequencyType.Monthly,
                _ => FrequencyType.Yearly,
            },
            rule.Interval)
        {
            FirstDayOfWeek = rule.WeekStart,
            ByMonth = [.. rule.Months],
            ByMonthDay = [.. rule.MonthDays],
            ByYearDay = [.. rule.YearDays],
            ByWeekNo = [.. rule.WeekNumbers],
            ByDay = [.. rule.Days.Select(day => day.Ordinal == 0 ? new WeekDay(day.Day) : new WeekDay(day.Day, day.Ordinal))],
        };
        var hasDay = rule.Days.Count + rule.MonthDays.Count + rule.YearDays.Count > 0;
        if (!hasDay && (rule.Frequency == Frequency.Weekly || rule.WeekNumbers.Count > 0))
            pattern.ByDay.Add(new WeekDay(start.DayOfWeek));
        else if (!hasDay && rule.Frequency is (Frequency.Monthly or Frequency.Yearly))
            pattern.ByMonthDay.Add(start.Day);

        if (rule.Frequency == Frequency.Yearly && rule.Months.Count == 0 && rule.YearDays.Count == 0 && rule.WeekNumbers.Count == 0)
        {
            if (!hasDay)
                pattern.ByMonth.Add(start.Month);
            else if (rule.MonthDays.Count > 0)
                pattern.ByMonth.AddRange(Enumerable.Range(1, 12));
        }

        return pattern;
    }
}
