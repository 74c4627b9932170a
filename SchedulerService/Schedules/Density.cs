namespace Nudge.SchedulerService.Schedules;

/// <summary>Refuses schedules whose instants lie too close to each other on their own clock; what a change of the clock does to them is no matter.</summary>
/// <param name="minimum">How far apart they are at least.</param>
internal sealed class Density(TimeSpan minimum)
{
    /// <summary>How many times are looked at where analysis does not tell: a year of days, five times over.</summary>
    private const int Samples = 2_000;

    private readonly long _minimum = (long)minimum.TotalMilliseconds;

    /// <summary>The interval that is too short; null where none is.</summary>
    public TimeSpan? Refuses(RecurringSchedule schedule, long present, Search search)
    {
        var shortest = schedule.ShortestInterval.Value;
        if (shortest >= _minimum && schedule.Times is { } times && times.ShortestOverMidnight < _minimum)
            shortest = Math.Min(shortest, Sampled(times, schedule.Clock.At(present), search));
        return shortest < _minimum ? TimeSpan.FromMilliseconds(shortest) : null;
    }

    /// <summary>
    /// Whether two days are in a row is in the dates, and so is what BYSETPOS leaves of a month. Without BYSETPOS, and a minimum of a minute
    /// or less, it does not matter: times that share their second are whole minutes apart.
    /// </summary>
    private long Sampled(IWallTimes times, long from, Search search)
    {
        var shortest = long.MaxValue;
        long? last = null;
        foreach (var time in times.From(from, search).TakeWhile(time => time <= search.Until).Take(Samples))
        {
            if (last is { } before)
                shortest = Math.Min(shortest, time - before);
            if (shortest < _minimum)
                break;
            last = time;
        }

        return shortest;
    }
}
