namespace Nudge.SchedulerService.Schedules;

/// <summary>Refuses schedules whose instants lie too close together on their own clock. Clock changes are not considered.</summary>
/// <param name="minimum">The shortest allowed interval between two instants.</param>
internal sealed class Density(TimeSpan minimum)
{
    /// <summary>The number of times to sample when analysis cannot decide: more than five years of daily times.</summary>
    private const int Samples = 2_000;

    private readonly long _minimum = (long)minimum.TotalMilliseconds;

    /// <summary>Returns the interval that is too short; null if there is none.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="present">The instant from which times are sampled.</param>
    /// <param name="search">Bounds the work.</param>
    public TimeSpan? Refuses(RecurringSchedule schedule, Instant present, Search search)
    {
        var shortest = schedule.ShortestInterval.Value;
        if (shortest >= _minimum && schedule.Times is { } times && times.ShortestOverMidnight < _minimum)
            shortest = Math.Min(shortest, Sampled(times, schedule.Clock.At(present), search));
        return shortest < _minimum ? TimeSpan.FromMilliseconds(shortest) : null;
    }

    /// <summary>
    /// Returns the shortest interval among sampled times, in milliseconds. Only the dates tell whether two days follow each other, and which times
    /// BYSETPOS selects. Without BYSETPOS, and with a minimum of a minute or less, this cannot matter: times that share their second are whole
    /// minutes apart.
    /// </summary>
    private long Sampled(IWallTimes times, long from, Search search)
    {
        var shortest = long.MaxValue;
        long? last = null;
        foreach (var time in times.From(from, search).TakeWhile(time => time <= search.Until.Milliseconds).Take(Samples))
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
