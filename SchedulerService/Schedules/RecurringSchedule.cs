namespace Nudge.SchedulerService.Schedules;

/// <summary>A parsed cron expression or recurrence rule in its zone.</summary>
internal sealed class RecurringSchedule
{
    public required WallClock Clock { get; init; }

    public required IInstants Instants { get; init; }

    /// <summary>Gets the times on the schedule's own clock; null for a rule that counts elapsed time.</summary>
    public IWallTimes? Times { get; init; }

    /// <summary>Gets whether the schedule fires on both passes of an overlap.</summary>
    public bool FiresOnBothPasses { get; init; }

    /// <summary>Gets the shortest interval between two instants that the schedule's parts allow on its own clock, in milliseconds.</summary>
    public required Lazy<long> ShortestInterval { get; init; }

    /// <summary>Returns the schedule of a cron expression.</summary>
    /// <exception cref="FormatException">The text is not a cron expression. The message says why.</exception>
    public static RecurringSchedule OfCron(string expression, WallClock clock)
    {
        var times = CronTimes.Parse(expression);
        return new RecurringSchedule
        {
            Clock = clock,
            Times = times,
            FiresOnBothPasses = times.IsInterval,
            Instants = times.IsInterval ? new IntervalInstants(clock, times) : new FixedInstants(clock, times),
            ShortestInterval = new Lazy<long>(() => times.ShortestWithinDay),
        };
    }

    /// <summary>Returns the schedule of a rule that counts from a wall-clock time (see <see cref="Wall"/>).</summary>
    public static RecurringSchedule OfRule(Rule rule, long start, WallClock clock)
    {
        var times = rule.IsElapsed ? null : new RuleTimes(rule, start);
        IInstants instants = times is null ? new ElapsedInstants(clock, rule, clock.Resolve(start)) : new FixedInstants(clock, times);
        if (rule.Until is { } until)
            instants = new BoundedInstants(instants, Within(until, clock));
        if (rule.Count is { } count)
            instants = Counted(instants, rule, count, clock.Resolve(start));

        return new RecurringSchedule
        {
            Clock = clock,
            Times = times,
            Instants = instants,
            ShortestInterval = times is null ? new Lazy<long>(() => ElapsedDensity.Shortest(rule, start)) : new Lazy<long>(times.ShortestWithinDay),
        };
    }

    /// <summary>Applies COUNT. The last instant of a rule without BY parts is computed. The instants of other rules are counted.</summary>
    private static IInstants Counted(IInstants instants, Rule rule, int count, Instant start)
    {
        if (!rule.IsElapsed || !rule.IsPlain)
            return new CountedInstants(instants, count);

        var unit = ElapsedGrid.UnitOf(rule.Frequency);
        var last = new Instant(start.Milliseconds + unit * Math.Min((count - 1L) * rule.Interval, (Wall.Max - start.Milliseconds) / unit));
        return new BoundedInstants(instants, occurrence => occurrence.At <= last);
    }

    /// <summary>
    /// Returns the condition that UNTIL sets. UNTIL in UTC is compared with instants. UNTIL in local time is compared with wall-clock times, or
    /// with the instant that it means if the rule has no wall-clock times.
    /// </summary>
    private static Func<Occurrence, bool> Within(RuleUntil until, WallClock clock)
    {
        var instant = until.IsUtc ? new Instant(until.Time) : clock.Resolve(until.Time);
        return occurrence => until.IsUtc || occurrence.Wall is null ? occurrence.At <= instant : occurrence.Wall <= until.Time;
    }
}
