using NodaTime;
using NodaTime.TimeZones;
using Instant = Nudge.SchedulerService.Timing.Instant;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// Converts between the wall-clock times of a zone and instants. The rules are those of reminder.proto. In an overlap, a time means its first pass.
/// In a gap, it means the first instant after the gap (cron), or it keeps the offset from before the gap (recurrence rules, as RFC 5545 says).
/// </summary>
/// <param name="zone">The zone.</param>
/// <param name="gapEnds">Whether a time in a gap means the first instant after the gap.</param>
internal sealed class WallClock(DateTimeZone zone, bool gapEnds)
{
    public DateTimeZone Zone => zone;

    /// <summary>Returns the instant of a wall-clock time.</summary>
    public Instant Resolve(long wall) => Resolve(wall, out _);

    /// <summary>Returns the instant of a wall-clock time.</summary>
    /// <param name="wall">The wall-clock time.</param>
    /// <param name="settled">
    /// The wall-clock time from which on every time is later than the returned instant. It is the time itself, except in a gap whose times keep
    /// their old offset: these fall among the times after the gap.
    /// </param>
    public Instant Resolve(long wall, out long settled)
    {
        settled = wall;
        var mapping = zone.MapLocal(Wall.ToLocal(wall));
        var before = mapping.EarlyInterval;
        if (mapping.Count > 0)
            return InstantOf(wall, before);
        if (gapEnds)
            return new Instant(before.End.ToUnixTimeMilliseconds());

        settled = wall + mapping.LateInterval.WallOffset.Milliseconds - before.WallOffset.Milliseconds;
        return InstantOf(wall, before);
    }

    /// <summary>Returns the instant of a wall-clock time. If an overlap gives it two, returns the one nearest to <paramref name="instant"/>.</summary>
    public Instant ResolveNear(long wall, Instant instant)
    {
        var mapping = zone.MapLocal(Wall.ToLocal(wall));
        if (mapping.Count < 2)
            return Resolve(wall);

        var first = InstantOf(wall, mapping.EarlyInterval);
        var second = InstantOf(wall, mapping.LateInterval);
        return (first - instant).Duration() <= (second - instant).Duration() ? first : second;
    }

    /// <summary>Returns the interval of constant offset that contains an instant.</summary>
    public ZoneInterval IntervalAt(Instant instant) => zone.GetZoneInterval(NodaTime.Instant.FromUnixTimeMilliseconds(instant.Milliseconds));

    /// <summary>Returns the wall-clock time at an instant.</summary>
    public long At(Instant instant) => instant.Milliseconds + IntervalAt(instant).WallOffset.Milliseconds;

    /// <summary>
    /// Returns a wall-clock time before which no time gives <paramref name="instant"/> or a later instant. It is what the clock shows at that
    /// instant. Shortly after a gap it is the start of the gap, whose times give instants after the gap.
    /// </summary>
    public long EarliestFor(Instant instant)
    {
        var interval = IntervalAt(instant);
        var shown = instant.Milliseconds + interval.WallOffset.Milliseconds;
        if (!interval.HasStart)
            return shown;

        var start = interval.Start.ToUnixTimeMilliseconds();
        var before = zone.GetZoneInterval(interval.Start - Duration.Epsilon).WallOffset.Milliseconds;
        var gap = interval.WallOffset.Milliseconds - before;
        return instant.Milliseconds < start + gap ? start + before : shown;
    }

    private static Instant InstantOf(long wall, ZoneInterval interval) => new(wall - interval.WallOffset.Milliseconds);
}
