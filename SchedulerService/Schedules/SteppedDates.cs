namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The dates of DAILY and WEEKLY rules and of YEARLY ones with BYYEARDAY: of every so manieth day, week or year those that the other parts
/// leave. No library is asked, since the usual reminder is one of these, and Ical.Net takes 30 µs for each date that it gives, 6 µs for each
/// that it leaves out, and 400 µs for each of BYYEARDAY.
/// </summary>
internal sealed class SteppedDates(Rule rule, RulePeriods periods, DayOfWeek startDay) : IRuleDates
{
    private const int MaxLeftOut = IRuleDates.Years * 366;

    private readonly DateFilter _filter = new(
        rule.Frequency == Frequency.Weekly && rule.Days.Count == 0 ? rule with { Days = [new RuleDay(0, startDay)] } : rule);

    /// <summary>Whether these are the dates of a rule.</summary>
    public static bool Suits(Rule rule) => rule.Frequency < Frequency.Monthly || (rule.YearDays.Count > 0 && rule.WeekNumbers.Count == 0);

    public IEnumerable<DateOnly> From(DateOnly date)
    {
        var leftOut = 0;
        for (var period = periods.Before(date); periods.First(period) is { } first; period += rule.Interval)
        {
            var end = (periods.First(period + 1) ?? DateOnly.MaxValue).DayNumber;
            for (var day = first.DayNumber; day < end; day++)
            {
                var next = DateOnly.FromDayNumber(day);
                if (_filter.Passes(next))
                {
                    leftOut = 0;
                    yield return next;
                }
                else if (++leftOut > MaxLeftOut)
                {
                    throw new ScheduleFaultException($"The rule gives no instant among {MaxLeftOut} days.");
                }
            }
        }
    }
}
