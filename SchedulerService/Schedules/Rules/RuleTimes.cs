namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The wall-clock times of a recurrence rule of a day and coarser: its dates, each with its times of day. BYSETPOS selects from the times of each
/// period. The start is one of them only if it matches the rule.
/// </summary>
internal sealed class RuleTimes : IWallTimes
{
    private readonly long _start;
    private readonly RuleDates _dates;
    private readonly TimesOfDay _times;
    private readonly Positions _positions;

    /// <summary>Creates the times of a rule.</summary>
    /// <param name="rule">A rule of a day or coarser.</param>
    /// <param name="start">The wall-clock time from which the rule counts (see <see cref="Wall"/>), a whole second.</param>
    public RuleTimes(Rule rule, long start)
    {
        var (time, date) = (Wall.ToLocal(start), Wall.ToDate(start));
        _start = start;
        _dates = new RuleDates(rule, date);
        _positions = new Positions(rule.Positions);
        _times = new TimesOfDay(
            rule.Hours.Count > 0 ? rule.Hours : [time.Hour],
            rule.Minutes.Count > 0 ? rule.Minutes : [time.Minute],
            rule.Seconds.Count > 0 ? rule.Seconds : [time.Second]);
        (ShortestWithinDay, ShortestOverMidnight) = Shortest(rule.Frequency);
    }

    public long ShortestWithinDay { get; }

    public long ShortestOverMidnight { get; }

    public IEnumerable<long> From(long wall, Search search)
    {
        var from = Math.Max(wall, _start);
        if (from >= Wall.Max)
            return [];
        var all = _positions.Any ? Chosen(Wall.ToDate(from), search) : All(Wall.ToDate(from), search);
        return all.SkipWhile(time => time < from).TakeWhile(time => time < Wall.Max);
    }

    private IEnumerable<long> All(DateOnly from, Search search)
    {
        foreach (var (_, date) in _dates.From(from, search))
        {
            for (var position = 0; position < _times.Count; position++)
            {
                search.Step();
                yield return Wall.Of(date) + _times[position];
            }
        }
    }

    private IEnumerable<long> Chosen(DateOnly from, Search search)
    {
        foreach (var dates in Periods(from, search))
        {
            foreach (var position in _positions.Of(dates.Count * _times.Count))
            {
                search.Step();
                yield return Wall.Of(dates[position / _times.Count]) + _times[position % _times.Count];
            }
        }
    }

    /// <summary>Lazily returns the dates of each period that has any.</summary>
    private IEnumerable<List<DateOnly>> Periods(DateOnly from, Search search)
    {
        var dates = new List<DateOnly>();
        var current = 0L;
        foreach (var (period, date) in _dates.From(from, search))
        {
            if (dates.Count > 0 && period != current)
            {
                yield return dates;
                dates = [];
            }

            current = period;
            dates.Add(date);
        }

        if (dates.Count > 0)
            yield return dates;
    }

    /// <summary>
    /// Returns the shortest intervals in milliseconds. With BYSETPOS in periods of several dates, they depend on the dates. If all times are far
    /// enough apart, the selected ones are too. Otherwise <see cref="Density"/> samples.
    /// </summary>
    private (long WithinDay, long OverMidnight) Shortest(Frequency frequency)
    {
        if (_positions.Any && frequency != Frequency.Daily)
        {
            var (withinDay, overMidnight) = _times.Shortest();
            return (Wall.Day, Math.Min(withinDay, overMidnight));
        }

        long[] times = [.. _positions.Of(_times.Count).Select(position => _times[position])];
        return TimesOfDay.Shortest(times);
    }
}
