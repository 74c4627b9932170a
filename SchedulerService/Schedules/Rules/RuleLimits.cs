namespace Nudge.SchedulerService.Schedules;

/// <summary>Checks which parts of a recurrence rule may be combined: the table and the notes of RFC 5545, section 3.3.10.</summary>
internal static class RuleLimits
{
    /// <summary>The maximum COUNT of a rule whose instants are counted. Counting this far takes 2 to 10 ms.</summary>
    private const int MaxCounted = 100_000;

    /// <summary>Checks a rule.</summary>
    /// <exception cref="FormatException">Parts cannot be combined. The message says which and why.</exception>
    public static void Check(Rule rule)
    {
        Refuse(rule.Count is not null && rule.Until is not null, "has both COUNT and UNTIL");
        Refuse(
            rule.Count > MaxCounted && !(rule.IsElapsed && rule.IsPlain),
            $"has a COUNT of more than {MaxCounted}. Leave it out, or end the series with UNTIL or the schedule's count");
        Refuse(rule.WeekNumbers.Count > 0 && rule.Frequency != Frequency.Yearly, "has BYWEEKNO, which is for FREQ=YEARLY only");
        Refuse(
            rule.YearDays.Count > 0 && rule.Frequency is (Frequency.Daily or Frequency.Weekly or Frequency.Monthly),
            "has BYYEARDAY, which is not for FREQ=DAILY, WEEKLY or MONTHLY");
        Refuse(rule.MonthDays.Count > 0 && rule.Frequency == Frequency.Weekly, "has BYMONTHDAY, which is not for FREQ=WEEKLY");
        Refuse(rule.Positions.Count > 0 && (rule with { Positions = [] }).IsPlain, "has BYSETPOS without another BY part to choose from");

        var ordinals = rule.Days.Where(day => day.Ordinal != 0).ToList();
        Refuse(
            ordinals.Count > 0 && rule.Frequency is not (Frequency.Monthly or Frequency.Yearly),
            "has a BYDAY ordinal, which is for FREQ=MONTHLY and YEARLY only");
        Refuse(ordinals.Count > 0 && rule.WeekNumbers.Count > 0, "has a BYDAY ordinal together with BYWEEKNO");
        Refuse(
            rule.Days.Count > 0 && rule.Days.All(day => day.Ordinal is < -5 or > 5) && (rule.Frequency == Frequency.Monthly || rule.Months.Count > 0),
            "has only BYDAY ordinals beyond the fifth of a month: it selects nothing");

        var largest = LargestSet(rule);
        Refuse(
            rule.Positions.Count > 0 && rule.Positions.All(position => Math.Abs(position) > largest),
            $"has BYSETPOS beyond {largest}, the most that its other parts give in one {rule.Frequency} period: it selects nothing");
    }

    /// <summary>Returns an upper bound for the size of one period's set. A larger BYSETPOS selects nothing.</summary>
    private static long LargestSet(Rule rule)
    {
        var times = Math.Max(1, rule.Hours.Count) * (long)Math.Max(1, rule.Minutes.Count) * Math.Max(1, rule.Seconds.Count);
        return rule.Frequency switch
        {
            Frequency.Daily => times,
            Frequency.Weekly => times * Math.Max(1, rule.Days.Count),
            Frequency.Monthly when rule.MonthDays.Count == 0 && rule.Days.Count > 0 => times * Math.Min(31, rule.Days.Sum(day => day.Ordinal == 0 ? 5 : 1)),
            Frequency.Monthly => times * Math.Clamp(rule.MonthDays.Count, 1, 31),
            Frequency.Yearly => times * 366,
            Frequency.Hourly => Math.Max(1, rule.Minutes.Count) * (long)Math.Max(1, rule.Seconds.Count),
            Frequency.Minutely => Math.Max(1, rule.Seconds.Count),
            _ => 1,
        };
    }

    private static void Refuse(bool condition, string reason)
    {
        if (condition)
            throw new FormatException(reason);
    }
}
