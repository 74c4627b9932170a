namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The instants of wall-clock times that fire on both passes of an overlap. Stretches of constant offset are evaluated one after the other. Times
/// in a gap fire once, at the end of the gap.
/// </summary>
internal sealed class IntervalInstants(WallClock clock, IWallTimes times) : IInstants
{
    public IEnumerable<Occurrence> After(Instant instant, Search search)
    {
        var next = Math.Max(instant.Milliseconds, Wall.Min) + 1;
        while (next < Wall.Max && next <= search.Until.Milliseconds)
        {
            var stretch = clock.IntervalAt(new Instant(next));
            var offset = stretch.WallOffset.Milliseconds;
            if (stretch.HasStart && stretch.Start.ToUnixTimeMilliseconds() == next && FirstInGap(new Instant(next), next + offset, search) is { } skipped)
            {
                yield return new Occurrence(new Instant(next), skipped);
                next++;
            }

            var end = stretch.HasEnd ? stretch.End.ToUnixTimeMilliseconds() : long.MaxValue;
            var any = false;
            foreach (var wall in times.From(next + offset, search))
            {
                any = true;
                if (wall - offset >= end)
                    break;
                yield return new Occurrence(new Instant(wall - offset), wall);
            }

            // No time follows. Only an overlap directly after this stretch can repeat earlier times.
            if (!any && stretch.HasEnd && clock.IntervalAt(new Instant(end)).WallOffset.Milliseconds >= offset)
                yield break;
            next = end;
        }
    }

    /// <summary>Returns the first time that a gap skips; null if there is none.</summary>
    /// <param name="end">The instant at which the gap ends.</param>
    /// <param name="wall">The wall-clock time at that instant.</param>
    /// <param name="search">Bounds the work.</param>
    private long? FirstInGap(Instant end, long wall, Search search)
    {
        var start = clock.At(end - Instant.Resolution) + 1;
        if (start >= wall)
            return null;
        return times.From(start, search).TakeWhile(time => time < wall).Select(time => (long?)time).FirstOrDefault();
    }
}
