namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The times that a rule finer than a day gives on a clock that never changes, counted from a start on that clock: every INTERVAL-th second,
/// minute or hour, of which the BY parts leave some. Days, hours and minutes that cannot match are skipped whole, so that a second of the
/// 29th of February is found in no more steps than a day.
/// </summary>
internal sealed class ElapsedGrid(Rule rule, DateFilter days, TimeOfDayFilter times, long start)
{
    private readonly long _unit = UnitOf(rule.Frequency);
    private readonly long[] _within = Within(rule, start);

    /// <summary>
    /// Whether the rule's periods come to a time of day that the BY parts leave. They come to each time of day that lies a multiple of the
    /// greatest common divisor of a day and the rule's interval after the start, the last of them after some centuries.
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

    /// <summary>Lazily the times at or after one and before another, ascending.</summary>
    /// <exception cref="ScheduleFaultException">While enumerating: the search has no step left.</exception>
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

    /// <summary>The time at which what does not match is over; null where it matches.</summary>
    private long? SkipTo(long time)
    {
        var day = Wall.FloorDivide(time, Wall.Day);
        return days.IsOpen || days.Passes(Wall.ToDate(time)) ? times.EndOfUnmatched(time) : (day + 1) * Wall.Day;
    }

    private static long Modulo(long value, long divisor) => value - Wall.FloorDivide(value, divisor) * divisor;

    private static long GreatestCommonDivisor(long one, long other) => other == 0 ? one : GreatestCommonDivisor(other, one % other);
}
