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
        var shortest = Wall.Day;
        var last = new Dictionary<long, long>();
        for (var period = 0L; period * unit < 2 * Wall.Day; period++)
        {
            if (!ElapsedGrid.MatchesTimeOfDay(rule, period * unit))
                continue;
            foreach (var offset in within)
            {
                var time = period * unit + offset;
                if (last.TryGetValue(period % rule.Interval, out var before))
                    shortest = Math.Min(shortest, time - before);
                last[period % rule.Interval] = time;
            }
        }

        return shortest;
    }
}
