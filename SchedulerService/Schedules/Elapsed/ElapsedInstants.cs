namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The instants of a rule finer than a day, which counts elapsed time. In each stretch of constant offset, the rule is evaluated on a clock with
/// that offset. It counts from what that clock showed at the start. So its periods continue evenly across a clock change, while its BY parts mean
/// what people's clocks show. All passes of an overlap are elapsed time, so both fire. No elapsed time falls into a gap.
/// </summary>
internal sealed class ElapsedInstants(WallClock clock, Rule rule, Instant start) : IInstants
{
    /// <summary>A series ends when its next instant is more than a century away. Milliseconds.</summary>
    private const long MaxAhead = 36_525 * Wall.Day;

    private readonly DateFilter _days = new(rule);
    private readonly TimeOfDayFilter _times = new(rule);

    public IEnumerable<Occurrence> After(Instant instant, Search search)
    {
        var next = Math.Max(Math.Max(instant.Milliseconds, Wall.Min) + 1, start.Milliseconds);
        var giveUp = next + MaxAhead;
        var reaches = new Dictionary<long, bool>();
        while (next < Wall.Max && next <= giveUp && next <= search.Until.Milliseconds)
        {
            var stretch = clock.IntervalAt(new Instant(next));
            var offset = stretch.WallOffset.Milliseconds;
            // Takes at most a year at a time, so that a zone without clock changes is not searched to its end.
            var end = Math.Min(stretch.HasEnd ? stretch.End.ToUnixTimeMilliseconds() : Wall.Max, next + 366 * Wall.Day);
            var grid = new ElapsedGrid(rule, _days, _times, start.Milliseconds + offset);
            if (!reaches.TryGetValue(offset, out var any))
                reaches[offset] = any = grid.ReachesATimeOfDay();

            foreach (var time in any ? grid.From(next + offset, end + offset, search) : [])
            {
                giveUp = time - offset + MaxAhead;
                yield return new Occurrence(new Instant(time - offset), Wall: null);
            }

            next = end;
        }
    }
}
