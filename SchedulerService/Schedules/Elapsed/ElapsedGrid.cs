namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The times of a rule finer than a day on a clock that never changes. The rule counts every Nth second, minute or hour (INTERVAL) from a start on
/// that clock, and the BY parts select from these. Days, hours and minutes that cannot match are skipped as a whole. So a second of the 29th of
/// February is found in no more steps than a day.
/// </summary>
internal sealed class ElapsedGrid(Rule rule, DateFilter days, TimeOfDayFilter times, long start)
{
    private readonly long _unit = UnitOf(rule.Frequency);
    private readonly long[] _within = Within(rule, start);

    /// <summary>
    /// Returns whether the rule's periods reach a time of day that the BY parts allow. The periods reach every time of day whose distance from the
    /// start is a multiple of the greatest common divisor of a day and the rule's interval. They reach the last of these after some centuries.
    /// </summary>
    public bool ReachesATimeOfDay()
    {
        var step = GreatestCommonDivisor(_unit * rule.Interval, Wall.Day);
        var time = Modulo(Wall.FloorDivide(start, _unit) * _unit, step);
        while (time < Wall.Day)
        {
            if (times.EndOfUnmatched(time) is not { } later)
                return true;
            time += (later - time + step - 1) / step * step;
        }

        return false;
    }

    /// <summary>
    /// Lazily returns the times from <paramref name="from"/> (inclusive) to <paramref name="until"/> (exclusive), ascending. All are milliseconds
    /// on this clock.
    /// </summary>
    /// <exception cref="ScheduleFaultException">During enumeration: the search has no steps left.</exception>
    public IEnumerable<long> From(long from, long until, Search search)
    {
        for (var period = Aligned(Wall.FloorDivide(from, _unit)); period * _unit < until;)
        {
            search.Step();
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
                search.Step();
                yield return time;
            }

            period += rule.Interval;
        }
    }

    /// <summary>Returns the length of the frequency's unit in milliseconds.</summary>
    public static long UnitOf(Frequency frequency) => frequency switch
    {
        Frequency.Hourly => Wall.Hour,
        Frequency.Minutely => Wall.Minute,
        _ => Wall.Second,
    };

    /// <summary>
    /// Returns the times within a period, in milliseconds from its beginning. They come from the parts finer than the frequency, and BYSETPOS
    /// selects from them.
    /// </summary>
    public static long[] Within(Rule rule, long start)
    {
        var time = Wall.ToLocal(start);
        var minutes = rule.Frequency < Frequency.Hourly ? [0] : rule.Minutes.Count > 0 ? rule.Minutes : [time.Minute];
        var seconds = rule.Frequency < Frequency.Minutely ? [0] : rule.Seconds.Count > 0 ? rule.Seconds : [time.Second];
        var times = new TimesOfDay([0], minutes, seconds);
        return [.. new Positions(rule.Positions).Of(times.Count).Select(position => times[position])];
    }

    /// <summary>Returns the first of the rule's periods at or after <paramref name="period"/>.</summary>
    private long Aligned(long period)
    {
        var first = Wall.FloorDivide(start, _unit);
        var behind = Math.Max(0, period - first);
        return first + (behind + rule.Interval - 1) / rule.Interval * rule.Interval;
    }

    /// <summary>Returns the end of the excluded range around a time; null if the time is allowed.</summary>
    private long? SkipTo(long time)
    {
        var day = Wall.FloorDivide(time, Wall.Day);
        return days.IsOpen || days.Passes(Wall.ToDate(time)) ? times.EndOfUnmatched(time) : (day + 1) * Wall.Day;
    }

    private static long Modulo(long value, long divisor) => value - Wall.FloorDivide(value, divisor) * divisor;

    private static long GreatestCommonDivisor(long one, long other) => other == 0 ? one : GreatestCommonDivisor(other, one % other);
}
