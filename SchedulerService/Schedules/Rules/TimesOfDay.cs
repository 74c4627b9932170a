namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// Every combination of some hours, minutes and seconds, ascending, in milliseconds after midnight. A time is computed from its position, since
/// there may be 86,400 of them.
/// </summary>
internal sealed class TimesOfDay(IEnumerable<int> hours, IEnumerable<int> minutes, IEnumerable<int> seconds)
{
    private readonly int[] _hours = [.. hours.Distinct().Order()];
    private readonly int[] _minutes = [.. minutes.Distinct().Order()];
    private readonly int[] _seconds = [.. seconds.Distinct().Order()];

    public int Count => _hours.Length * _minutes.Length * _seconds.Length;

    /// <summary>Gets the time at a position, from 0, in milliseconds after midnight.</summary>
    public long this[int position]
    {
        get
        {
            var (minutes, second) = Math.DivRem(position, _seconds.Length);
            var (hour, minute) = Math.DivRem(minutes, _minutes.Length);
            return _hours[hour] * Wall.Hour + _minutes[minute] * Wall.Minute + _seconds[second] * Wall.Second;
        }
    }

    public (long WithinDay, long OverMidnight) Shortest() => Shortest([.. Enumerable.Range(0, Count).Select(position => this[position])]);

    /// <summary>
    /// Returns the shortest interval between neighbours in one day, and the interval from the last time of a day to the first time of the next. An
    /// interval is a day if there are too few times. Milliseconds.
    /// </summary>
    public static (long WithinDay, long OverMidnight) Shortest(IReadOnlyList<long> times)
    {
        var shortest = Wall.Day;
        for (var index = 1; index < times.Count; index++)
            shortest = Math.Min(shortest, times[index] - times[index - 1]);
        return (shortest, times.Count == 0 ? Wall.Day : Wall.Day - times[^1] + times[0]);
    }
}
