using NodaTime;
using NodaTime.TimeZones;

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

    /// <summary>Returns the instant of a wall-clock time, in milliseconds since 1970 in UTC.</summary>
    public long Resolve(long wall) => Resolve(wall, out _);

    /// <summary>Returns the instant of a wall-clock time, in milliseconds since 1970 in UTC.</summary>
    /// <param name="wall">The wall-clock time.</param>
    /// <param name="settled">
    /// The wall-clock time from which on every time is later than the returned instant. It is the time itself, except in a gap whose times keep
    /// their old offset: these fall among the times after the gap.
    /// </param>
    public long Resolve(long wall, out long settled)
    {
        settled = wall;
        var mapping = zone.MapLocal(Wall.ToLocal(wall));
        var before = mapping.EarlyInterval;
        if (mapping.Count > 0)
            return wall - before.WallOffset.Milliseconds;
        if (gapEnds)
            return before.End.ToUnixTimeMilliseconds();

        settled = wall + mapping.LateInterval.WallOffset.Milliseconds - before.WallOffset.Milliseconds;
        return wall - before.WallOffset.Milliseconds;
    }

    /// <summary>
    /// Returns the instant of a wall-clock time, in milliseconds since 1970 in UTC. If an overlap gives it two, returns the one nearest to
    /// <paramref name="instant"/>.
    /// </summary>
    public long ResolveNear(long wall, long instant)
    {
        var mapping = zone.MapLocal(Wall.ToLocal(wall));
        if (mapping.Count < 2)
            return Resolve(wall);

        var first = wall - mapping.EarlyInterval.WallOffset.Milliseconds;
        var second = wall - mapping.LateInterval.WallOffset.Milliseconds;
        return Math.Abs(first - instant) <= Math.Abs(second - instant) ? first : second;
    }

    /// <summary>Returns the interval of constant offset that contains an instant.</summary>
    public ZoneInterval IntervalAt(long instant) => zone.GetZoneInterval(Instant.FromUnixTimeMilliseconds(instant));

    /// <summary>Returns the wall-clock time at an instant.</summary>
    public long At(long instant) => instant + IntervalAt(instant).WallOffset.Milliseconds;

    /// <summary>
    /// Returns a wall-clock time before which no time gives <paramref name="instant"/> or a later instant. It is what the clock shows at that
    /// instant. Shortly after a gap it is the start of the gap, whose times give instants after the gap.
    /// </summary>
    public long EarliestFor(long instant)
    {
        var interval = IntervalAt(instant);
        if (!interval.HasStart)
            return instant + interval.WallOffset.Milliseconds;

        var start = interval.Start.ToUnixTimeMilliseconds();
        var before = zone.GetZoneInterval(interval.Start - Duration.Epsilon).WallOffset.Milliseconds;
        var gap = interval.WallOffset.Milliseconds - before;
        return instant < start + gap ? start + before : instant + interval.WallOffset.Milliseconds;
    }
}
