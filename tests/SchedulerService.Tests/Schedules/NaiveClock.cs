using NodaTime;

namespace Nudge.SchedulerService.Tests.Schedules;

/// <summary>
/// Determines what wall-clock times mean, the slow way. It reads a zone's clock minute by minute and records what the clock shows, shows again and
/// skips. It knows whole minutes only.
/// </summary>
internal sealed class NaiveClock(DateTimeZone zone)
{
    /// <summary>
    /// How long before a window the clock is read. No clock was ever changed by more, so every time shown twice is recognized. Minutes.
    /// </summary>
    private const int Before = 27 * 60;

    /// <summary>Returns the instants in a window at which a schedule fires, in milliseconds since 1970 in UTC.</summary>
    /// <param name="from">The first minute of the window, in milliseconds since 1970 in UTC.</param>
    /// <param name="minutes">The length of the window in minutes.</param>
    /// <param name="matches">Whether a wall-clock time belongs to the schedule.</param>
    /// <param name="gapEnds">Whether a time in a gap fires at the end of the gap. Otherwise it keeps the old offset.</param>
    /// <param name="bothPasses">Whether a time that is shown twice fires twice.</param>
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

    /// <summary>
    /// Returns the instants in a window that lie a whole number of steps after a start, and at which the clock shows a matching time. Milliseconds
    /// since 1970 in UTC.
    /// </summary>
    public long[] Elapsed(long from, int minutes, long start, long step, Func<DateTime, bool> matches) =>
        [.. Enumerable.Range(0, minutes)
            .Select(minute => from + minute * 60_000L)
            .Where(at => at >= start && (at - start) % step == 0 && matches(Shown(at)))];

    /// <summary>Returns what the clock shows at an instant, which is in milliseconds since 1970 in UTC.</summary>
    public DateTime Shown(long at) => Instant.FromUnixTimeMilliseconds(at).InZone(zone).ToDateTimeUnspecified();
}
