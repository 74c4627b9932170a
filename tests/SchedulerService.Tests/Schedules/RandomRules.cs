namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>Random valid recurrence rules of a day and coarser.</summary>
internal static class RandomRules
{
    public static NaiveRule Next(RandomSource random, DateTime start)
    {
        var frequency = random.Of("DAILY", "WEEKLY", "MONTHLY", "YEARLY", "YEARLY");
        var rule = new NaiveRule(frequency, random.Chance(50) ? 1 : random.Between(2, 5), start)
        {
            Months = random.Chance(30) ? random.Some(4, 1, 12) : [],
            MonthDays = frequency != "WEEKLY" && random.Chance(30) ? random.SomeFromEitherEnd(6, 31) : [],
            Days = random.Chance(50) ? [.. random.Some(4, 0, 6).Select(day => (0, (DayOfWeek)day))] : [],
            Hours = random.Chance(60) ? random.Some(3, 0, random.Chance(50) ? 4 : 23) : [],
            Minutes = random.Chance(40) ? random.Some(3, 0, 59) : [],
            WeekStart = random.Chance(30) ? (DayOfWeek)random.Between(0, 6) : DayOfWeek.Monday,
        };
        if (frequency == "YEARLY")
            rule = Yearly(random, rule);
        if (frequency is "MONTHLY" or "YEARLY" && rule.Weeks.Length == 0 && random.Chance(40))
            rule = rule with { Days = [.. rule.Days.Select(day => (Ordinal(random, rule), day.Day)).Distinct()] };
        return HasParts(rule) && random.Chance(20) ? rule with { Positions = random.SomeFromEitherEnd(2, random.Of(2, 5)) } : rule;
    }

    private static NaiveRule Yearly(RandomSource random, NaiveRule rule) => random.Between(0, 5) switch
    {
        0 => rule with { YearDays = random.SomeFromEitherEnd(40, 366) },
        1 => rule with { Weeks = random.SomeFromEitherEnd(8, 53) },
        _ => rule,
    };

    private static int Ordinal(RandomSource random, NaiveRule rule)
    {
        var most = rule.Frequency == "MONTHLY" || rule.Months.Length > 0 ? 5 : random.Of(5, 53);
        return random.Between(1, most) * (random.Chance(40) ? -1 : 1);
    }

    private static bool HasParts(NaiveRule rule) =>
        rule.Months.Length + rule.MonthDays.Length + rule.Days.Length + rule.Hours.Length + rule.Minutes.Length + rule.YearDays.Length + rule.Weeks.Length > 0;
}
