namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The times that a rule finer than a day gives on a clock that never changes, counted from a start on that clock: every so manieth second,
/// minute or hour, of which the BY parts leave some. Days, hours and minutes that cannot match are skipped whole, so that a second of the
/// 29th of February is found in no more steps than a day.
/// </summary>
internal sealed class ElapsedGrid(Rule rule, DateFilter days, long start)
{
    private readonly long _unit = UnitOf(rule.Frequency);
    private readonly long[] _within = Within(rule, start);

    /// <summary>Lazily the times at or after one and before another, ascending.</summary>
    /// <exception cref="ScheduleFaultException">While enumerating: the next one takes more steps than there are.</exception>
    public IEnumerable<long> From(long from, long until, StepBudget budget)
    {
        for (var period = Aligned(Wall.FloorDivide(from, _unit)); period * _unit < until;)
        {
            budget.Take();
            if (SkipTo(period * _unit) is { } later)
            {
                period = Aligned(later / _unit);
                continue;
            }

            foreach (var within in _within)
            {
                var time = period * _unit + within;
                if (time < from || time >= until)
                    continue;
                budget.Renew();
                yield return time;
            }

            period += rule.Interval;
        }
    }

    public static long UnitOf(Frequency frequency) => frequency switch
    {
        Frequency.Hourly => Wall.Hour,
        Frequency.Minutely => Wall.Minute,
        _ => Wall.Second,
    };

    /// <summary>The times within a period, from its beginning: what is expanded below the frequency, of which BYSETPOS chooses.</summary>
    public static long[] Within(Rule rule, long start)
    {
        var time = Wall.ToLocal(start);
        var minutes = rule.Frequency < Frequency.Hourly ? [0] : rule.Minutes.Count > 0 ? rule.Minutes : [time.Minute];
        var seconds = rule.Frequency < Frequency.Minutely ? [0] : rule.Seconds.Count > 0 ? rule.Seconds : [time.Second];
        var times = new TimesOfDay([0], minutes, seconds);
        return [.. new Positions(rule.Positions).Of(times.Count).Select(position => times[position])];
    }

    /// <summary>The first of the rule's periods at or after one.</summary>
    private long Aligned(long period)
    {
        var first = Wall.FloorDivide(start, _unit);
        var behind = Math.Max(0, period - first);
        return first + (behind + rule.Interval - 1) / rule.Interval * rule.Interval;
    }

    /// <summary>Whether the parts that limit hours, minutes and seconds leave a period.</summary>
    public static bool MatchesTimeOfDay(Rule rule, long time) => EndOfUnmatched(rule, time) is null;

    /// <summary>The time at which what does not match is over; null where it matches.</summary>
    private long? SkipTo(long time)
    {
        var day = Wall.FloorDivide(time, Wall.Day);
        return days.IsOpen || days.Passes(Wall.ToDate(time)) ? EndOfUnmatched(rule, time) : (day + 1) * Wall.Day;
    }

    private static long? EndOfUnmatched(Rule rule, long time)
    {
        if (!Matches(rule.Hours, time, Wall.Hour, 24))
            return (Wall.FloorDivide(time, Wall.Hour) + 1) * Wall.Hour;
        if (rule.Frequency < Frequency.Hourly && !Matches(rule.Minutes, time, Wall.Minute, 60))
            return (Wall.FloorDivide(time, Wall.Minute) + 1) * Wall.Minute;
        if (rule.Frequency < Frequency.Minutely && !Matches(rule.Seconds, time, Wall.Second, 60))
            return time + Wall.Second;
        return null;
    }

    private static bool Matches(IReadOnlyList<int> values, long time, long unit, long cycle)
    {
        if (values.Count == 0)
            return true;
        var units = Wall.FloorDivide(time, unit);
        return values.Contains((int)(units - Wall.FloorDivide(units, cycle) * cycle));
    }
}
