namespace Nudge.SchedulerService.Schedules;

/// <summary>Which parts of a recurrence rule go together: the table and the notes of RFC 5545, section 3.3.10.</summary>
internal static class RuleLimits
{
    /// <exception cref="FormatException">Parts do not apply; the message says which and why.</exception>
    public static void Check(Rule rule)
    {
        Refuse(rule.Count is not null && rule.Until is not null, "has both COUNT and UNTIL");
        Refuse(rule.WeekNumbers.Count > 0 && rule.Frequency != Frequency.Yearly, "has BYWEEKNO, which is for FREQ=YEARLY only");
        Refuse(
            rule.YearDays.Count > 0 && rule.Frequency is (Frequency.Daily or Frequency.Weekly or Frequency.Monthly),
            "has BYYEARDAY, which is not for FREQ=DAILY, WEEKLY or MONTHLY");
        Refuse(rule.MonthDays.Count > 0 && rule.Frequency == Frequency.Weekly, "has BYMONTHDAY, which is not for FREQ=WEEKLY");
        Refuse(rule.Positions.Count > 0 && (rule with { Positions = [] }).IsPlain, "has BYSETPOS without another BY part to choose from");

        var ordinals = rule.Days.Where(day => day.Ordinal != 0).ToList();
        Refuse(
            ordinals.Count > 0 && rule.Frequency is not (Frequency.Monthly or Frequency.Yearly),
            "numbers a day of BYDAY, which is for FREQ=MONTHLY and YEARLY only");
        Refuse(ordinals.Count > 0 && rule.WeekNumbers.Count > 0, "numbers a day of BYDAY together with BYWEEKNO");
        Refuse(
            ordinals.Any(day => day.Ordinal is < -5 or > 5) && (rule.Frequency == Frequency.Monthly || rule.Months.Count > 0),
            "numbers a day of BYDAY beyond the fifth of a month");
    }

    private static void Refuse(bool condition, string reason)
    {
        if (condition)
            throw new FormatException(reason);
    }
}
