namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The instants of a rule finer than a day, which counts elapsed time. Within each stretch of a constant offset the rule is evaluated on a
/// clock of that offset, counted from what that clock showed at the start: so its periods go on evenly over a change of the clock, while its
/// BY parts mean what people's clocks show. All passes of an overlap are elapsed time, so both fire, and nothing falls into a gap.
/// </summary>
internal sealed class ElapsedInstants(WallClock clock, Rule rule, long start) : IInstants
{
    private readonly DateFilter _days = new(rule);

    /// <summary>How far it is looked for the next instant: see <see cref="IRuleDates"/>. Milliseconds.</summary>
    private const long MaxAhead = 36_525 * Wall.Day;

    public IEnumerable<Occurrence> After(long instant)
    {
        var next = Math.Max(Math.Max(instant, Wall.Min) + 1, start);
        var giveUp = next + MaxAhead;
        var budget = new StepBudget();
        while (next < Wall.Max)
        {
            if (next > giveUp)
                throw new ScheduleFaultException("The rule gives no instant for a century.");

            var stretch = clock.IntervalAt(next);
            var offset = stretch.WallOffset.Milliseconds;
            var end = stretch.HasEnd ? stretch.End.ToUnixTimeMilliseconds() : Wall.Max;
            var grid = new ElapsedGrid(rule, _days, start + offset);
            foreach (var time in grid.From(next + offset, end + offset, budget))
            {
                giveUp = time - offset + MaxAhead;
                yield return new Occurrence(time - offset, Wall: null);
            }

            next = end;
        }
    }
}
