namespace Nudge.SchedulerService.Schedules;

/// <summary>Computes how close together the instants of a rule finer than a day can be.</summary>
internal static class ElapsedDensity
{
    /// <summary>
    /// Returns the shortest interval that the rule allows between two times, in milliseconds. Returns a day if that interval is longer. The two
    /// times lie on one day or on two successive days. They lie in one period of the rule, or in two periods whose distance is a multiple of
    /// INTERVAL.
    /// </summary>
    /// <param name="rule">A rule finer than a day.</param>
    /// <param name="start">The wall-clock time from which the rule counts: see <see cref="Wall"/>.</param>
    public static long Shortest(Rule rule, long start)
    {
        var unit = ElapsedGrid.UnitOf(rule.Frequency);
        if (rule.IsPlain)
            return Math.Min(Wall.Day, unit * rule.Interval);

        var within = ElapsedGrid.Within(rule, start);
        if (within.Length == 0)
            return Wall.Day;
        var shortest = TimesOfDay.Shortest(within).WithinDay;

        // Negative: from the last time within a period back to the first one. The distance of two periods is added to it.
        var between = within[0] - within[^1];
        return unit * rule.Interval > Wall.Day ? shortest : Math.Min(shortest, between + ShortestBetweenPeriods(rule, unit));
    }

    /// <summary>
    /// Returns the shortest distance of two periods that the rule's times of day allow, in milliseconds. The distance is a multiple of INTERVAL.
    /// </summary>
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
