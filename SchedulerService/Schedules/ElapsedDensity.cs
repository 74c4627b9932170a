namespace Nudge.SchedulerService.Schedules;

/// <summary>How close to each other the instants of a rule finer than a day can be.</summary>
internal static class ElapsedDensity
{
    /// <summary>
    /// The shortest interval between two times of two days in a row that the rule's times of day allow and that lie in one period of it, or a
    /// multiple of its interval apart. A day where that is longer. Milliseconds.
    /// </summary>
    public static long Shortest(Rule rule, long start)
    {
        var unit = ElapsedGrid.UnitOf(rule.Frequency);
        if (rule.IsPlain)
            return Math.Min(Wall.Day, unit * rule.Interval);

        var within = ElapsedGrid.Within(rule, start);
        if (within.Length == 0)
            return Wall.Day;
        var shortest = Wall.Day;
        for (var index = 1; index < within.Length; index++)
            shortest = Math.Min(shortest, within[index] - within[index - 1]);

        // From the last time of a period to the first of the rule's next one.
        var between = within[0] - within[^1];
        return unit * rule.Interval > Wall.Day ? shortest : Math.Min(shortest, between + ShortestBetweenPeriods(rule, unit));
    }

    /// <summary>The shortest time between two periods that the rule's times of day allow, a multiple of its interval apart.</summary>
    private static long ShortestBetweenPeriods(Rule rule, long unit)
    {
        var filter = new TimeOfDayFilter(rule);
        var last = new long?[rule.Interval];
        var shortest = 2 * Wall.Day;
        for (var period = 0L; period * unit < 2 * Wall.Day && shortest > unit * rule.Interval;)
        {
            if (filter.EndOfUnmatched(period * unit) is { } later)
            {
                period = (later + unit - 1) / unit;
                continue;
            }

            if (last[period % rule.Interval] is { } before)
                shortest = Math.Min(shortest, (period - before) * unit);
            last[period % rule.Interval] = period++;
        }

        return shortest;
    }
}
