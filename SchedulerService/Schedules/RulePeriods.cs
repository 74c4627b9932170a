namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The days, weeks, months or years that a rule counts, numbered on from some origin, and which of them are the rule's: every so manieth
/// from the one of its start.
/// </summary>
internal sealed class RulePeriods(Rule rule, DateOnly start)
{
    private readonly int _start = Of(rule, start);

    public int Of(DateOnly date) => Of(rule, date);

    /// <summary>
    /// A period of the rule from which everything on or after a date is found: one earlier than the date's, since the weeks of a year
    /// (BYWEEKNO) reach into the years around it.
    /// </summary>
    public long Before(DateOnly date)
    {
        var period = _start + (((long)Of(rule, date) - _start) / rule.Interval - 1) * rule.Interval;
        return First(period) is null && period < _start ? period + rule.Interval : period;
    }

    /// <summary>The first day of a period; null outside of the years 1 to 9999.</summary>
    public DateOnly? First(long period) => rule.Frequency switch
    {
        Frequency.Daily => FromDayNumber(period),
        Frequency.Weekly => FromDayNumber(period * 7 + WeekOffset(rule.WeekStart)),
        Frequency.Monthly => period is >= 12 and < 10_000 * 12 ? new DateOnly((int)(period / 12), (int)(period % 12) + 1, 1) : null,

        // With BYWEEKNO a day that is surely in it: the first of January may belong to the last week of the year before.
        _ => period is >= 1 and <= 9999 ? new DateOnly((int)period, rule.WeekNumbers.Count > 0 ? 7 : 1, 1) : null,
    };

    private static int Of(Rule rule, DateOnly date) => rule.Frequency switch
    {
        Frequency.Daily => date.DayNumber,
        Frequency.Weekly => (int)Wall.FloorDivide(date.DayNumber - WeekOffset(rule.WeekStart), 7),
        Frequency.Monthly => date.Year * 12 + date.Month - 1,
        _ => rule.WeekNumbers.Count > 0 ? WeekYear(rule, date) : date.Year,
    };

    /// <summary>The year that a date's week belongs to: the one that has at least four of its days.</summary>
    private static int WeekYear(Rule rule, DateOnly date)
    {
        var daysIntoWeek = ((int)date.DayOfWeek - (int)rule.WeekStart + 7) % 7;
        var middle = date.DayNumber - daysIntoWeek + 3;
        return DateOnly.FromDayNumber(Math.Clamp(middle, 0, DateOnly.MaxValue.DayNumber)).Year;
    }

    /// <summary>Day number 0, 0001-01-01, was a Monday: weeks that start on another day start this many days later.</summary>
    private static int WeekOffset(DayOfWeek weekStart) => ((int)weekStart + 6) % 7;

    private static DateOnly? FromDayNumber(long number) =>
        number >= 0 && number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)number) : null;
}
