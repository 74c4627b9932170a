using NodaTime;
using NodaTime.TimeZones;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// What the wall-clock times of a zone mean. The rules are the contract's (reminder.proto): in an overlap the first pass; in a gap either
/// the first instant after it (cron) or the offset from before it (recurrence rules, as RFC 5545 says).
/// </summary>
internal sealed class WallClock(DateTimeZone zone, bool gapEnds)
{
    public DateTimeZone Zone => zone;

    /// <summary>The instant of a wall-clock time.</summary>
    public long Resolve(long wall) => Resolve(wall, out _);

    /// <param name="wall">The wall-clock time.</param>
    /// <param name="settled">
    /// The wall-clock time from which on everything is later than this instant: the time itself, except in a gap whose times keep their
    /// old offset and so fall among the times after it.
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

    /// <summary>The instant of a wall-clock time that lies nearest to another instant, where an overlap gives it two.</summary>
    public long ResolveNear(long wall, long instant)
    {
        var mapping = zone.MapLocal(Wall.ToLocal(wall));
        if (mapping.Count < 2)
            return Resolve(wall);

        var first = wall - mapping.EarlyInterval.WallOffset.Milliseconds;
        var second = wall - mapping.LateInterval.WallOffset.Milliseconds;
        return Math.Abs(first - instant) <= Math.Abs(second - instant) ? first : second;
    }

    /// <summary>The offset in force at an instant, and until when.</summary>
    public ZoneInterval IntervalAt(long instant) => zone.GetZoneInterval(Instant.FromUnixTimeMilliseconds(instant));

    /// <summary>What the wall clock shows at an instant.</summary>
    public long At(long instant) => instant + IntervalAt(instant).WallOffset.Milliseconds;

    /// <summary>
    /// A wall-clock time before which none gives an instant at or after this one: what the clock shows then, but shortly after a gap the
    /// start of the gap, whose times give instants after it.
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
