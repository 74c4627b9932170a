namespace Nudge.SchedulerService.Schedules;

/// <summary>Tells which times of day the parts BYHOUR, BYMINUTE and BYSECOND allow for the periods of a rule finer than a day.</summary>
internal sealed class TimeOfDayFilter(Rule rule)
{
    private readonly bool[]? _hours = Set(rule.Hours, 24);
    private readonly bool[]? _minutes = rule.Frequency < Frequency.Hourly ? Set(rule.Minutes, 60) : null;
    private readonly bool[]? _seconds = rule.Frequency < Frequency.Minutely ? Set(rule.Seconds, 60) : null;

    /// <summary>
    /// Returns the end of the excluded range around a wall-clock time; null if the time is allowed. All times between the two are excluded.
    /// </summary>
    public long? EndOfUnmatched(long time)
    {
        var ofDay = time - Wall.FloorDivide(time, Wall.Day) * Wall.Day;
        if (_hours?[ofDay / Wall.Hour] == false)
            return time + Wall.Hour - ofDay % Wall.Hour;
        if (_minutes?[ofDay % Wall.Hour / Wall.Minute] == false)
            return time + Wall.Minute - ofDay % Wall.Minute;
        if (_seconds?[ofDay % Wall.Minute / Wall.Second] == false)
            return time + Wall.Second;
        return null;
    }

    private static bool[]? Set(IReadOnlyList<int> values, int size)
    {
        if (values.Count == 0)
            return null;
        var set = new bool[size];
        foreach (var value in values)
            set[value] = true;
        return set;
    }
}
