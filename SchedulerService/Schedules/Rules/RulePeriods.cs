namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The days, weeks, months or years that a rule counts, numbered from a fixed origin. The rule has every Nth of them (INTERVAL), counted from the
/// one of its start.
/// </summary>
internal sealed class RulePeriods(Rule rule, DateOnly start)
{
    private readonly long _start = Of(rule, start);

    /// <summary>
    /// Returns the rule's period that contains a date at or after the start. If no period of the rule contains the date, returns the next one.
    /// </summary>
    public long AtOrAfter(DateOnly date)
    {
        var behind = Math.Max(0, Of(rule, date) - _start);
        return _start + (behind + rule.Interval - 1) / rule.Interval * rule.Interval;
    }

    /// <summary>Returns the first day of a period; null after the year 9999.</summary>
    public DateOnly? First(long period) => rule.Frequency switch
    {
        Frequency.Daily => FromDayNumber(period),
        Frequency.Weekly => FromDayNumber(period * 7 + WeekOffset(rule.WeekStart)),
        Frequency.Monthly => period < 10_000 * 12 ? new DateOnly((int)(period / 12), (int)(period % 12) + 1, 1) : null,
        _ when period > 9999 => null,
        _ => rule.WeekNumbers.Count > 0 ? FirstOfWeekYear((int)period) : new DateOnly((int)period, 1, 1),
    };

    private static long Of(Rule rule, DateOnly date) => rule.Frequency switch
    {
        Frequency.Daily => date.DayNumber,
        Frequency.Weekly => Wall.FloorDivide(date.DayNumber - WeekOffset(rule.WeekStart), 7),
        Frequency.Monthly => date.Year * 12 + date.Month - 1,
        _ => rule.WeekNumbers.Count > 0 ? WeekYear(rule, date) : date.Year,
    };

    /// <summary>Returns the year that a date's week belongs to: the year with at least four of the week's days.</summary>
    private static int WeekYear(Rule rule, DateOnly date)
    {
        var middle = date.DayNumber - DaysIntoWeek(rule, date) + 3;
        return DateOnly.FromDayNumber(Math.Clamp(middle, 0, DateOnly.MaxValue.DayNumber)).Year;
    }

    /// <summary>
    /// Returns the first day of a year's first week. That week contains the 4th of January: it is the first one with at least four days in its
    /// year.
    /// </summary>
    private DateOnly? FirstOfWeekYear(int year)
    {
        var fourth = new DateOnly(year, 1, 4);
        return FromDayNumber(fourth.DayNumber - DaysIntoWeek(rule, fourth));
    }

    private static int DaysIntoWeek(Rule rule, DateOnly date) => ((int)date.DayOfWeek - (int)rule.WeekStart + 7) % 7;

    /// <summary>Returns how many days after a Monday a week starts. Day number 0, 0001-01-01, was a Monday.</summary>
    private static int WeekOffset(DayOfWeek weekStart) => ((int)weekStart + 6) % 7;

    /// <summary>Returns the date of a day number; null after the year 9999. A week that began before the year 1 begins with it.</summary>
    private static DateOnly? FromDayNumber(long number) =>
        number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)Math.Max(0, number)) : null;
}
