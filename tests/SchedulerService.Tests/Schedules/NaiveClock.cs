using NodaTime;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>
/// What wall-clock times mean, the slow way: a zone's clock is watched minute by minute, and what it shows, shows again and leaves out is
/// written down. Knows times of whole minutes only.
/// </summary>
internal sealed class NaiveClock(DateTimeZone zone)
{
    /// <summary>No clock was ever changed by more: what a minute saw before is known from here on. Minutes.</summary>
    private const int Before = 27 * 60;

    /// <summary>The instants in a window at which something fires. Milliseconds.</summary>
    /// <param name="from">The first minute of the window.</param>
    /// <param name="minutes">Its length.</param>
    /// <param name="matches">Whether a wall-clock time is one of the schedule's.</param>
    /// <param name="gapEnds">Whether a time in a gap fires at its end, or keeps the old offset.</param>
    /// <param name="bothPasses">Whether a time that comes twice fires twice.</param>
    public long[] Fires(long from, int minutes, Func<DateTime, bool> matches, bool gapEnds, bool bothPasses)
    {
        var (fires, seen) = (new SortedSet<long>(), new HashSet<DateTime>());
        DateTime? expected = null;
        for (var minute = -Before; minute < minutes; minute++)
        {
            var at = from + minute * 60_000L;
            var shown = Shown(at);
            for (var missing = expected; missing < shown; missing = missing.Value.AddMinutes(1))
            {
                if (matches(missing.Value))
                    fires.Add(gapEnds ? at : at + (long)(missing.Value - expected!.Value).TotalMilliseconds);
            }

            if ((seen.Add(shown) || bothPasses) && matches(shown))
                fires.Add(at);
            expected = shown.AddMinutes(1);
        }

        return [.. fires.Where(at => at >= from && at < from + minutes * 60_000L)];
    }

    /// <summary>The instants in a window a whole number of steps after a start, where the clock shows something that matches.</summary>
    public long[] Elapsed(long from, int minutes, long start, long step, Func<DateTime, bool> matches) =>
        [.. Enumerable.Range(0, minutes)
            .Select(minute => from + minute * 60_000L)
            .Where(at => at >= start && (at - start) % step == 0 && matches(Shown(at)))];

    public DateTime Shown(long at) => Instant.FromUnixTimeMilliseconds(at).InZone(zone).ToDateTimeUnspecified();
}
