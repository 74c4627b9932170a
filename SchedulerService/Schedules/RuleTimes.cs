namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The wall-clock times of a recurrence rule of a day and coarser: its dates, each with its times of day, of which BYSETPOS chooses some in
/// every period. The start is one of them only if the rule says so.
/// </summary>
internal sealed class RuleTimes : IWallTimes
{
    private readonly long _start;
    private readonly IRuleDates _dates;
    private readonly RulePeriods _periods;
    private readonly TimesOfDay _times;
    private readonly Positions _positions;

    /// <summary>The start is a wall-clock time, a whole second.</summary>
    public RuleTimes(Rule rule, long start)
    {
        var (time, date) = (Wall.ToLocal(start), Wall.ToDate(start));
        _start = start;
        _periods = new RulePeriods(rule, date);
        _dates = SteppedDates.Suits(rule) ? new SteppedDates(rule, _periods, date.DayOfWeek) : new ExpandedDates(rule, _periods, date);
        _positions = new Positions(rule.Positions);
        _times = new TimesOfDay(
            rule.Hours.Count > 0 ? rule.Hours : [time.Hour],
            rule.Minutes.Count > 0 ? rule.Minutes : [time.Minute],
            rule.Seconds.Count > 0 ? rule.Seconds : [time.Second]);
        (ShortestWithinDay, ShortestOverMidnight) = Shortest(rule.Frequency);
    }

    public long ShortestWithinDay { get; }

    public long ShortestOverMidnight { get; }

    public IEnumerable<long> From(long wall)
    {
        var from = Math.Max(wall, _start);
        if (from >= Wall.Max)
            return [];
        var all = _positions.Any ? Chosen(Wall.ToDate(from)) : All(Wall.ToDate(from));
        return all.SkipWhile(time => time < from).TakeWhile(time => time < Wall.Max);
    }

    private IEnumerable<long> All(DateOnly from)
    {
        foreach (var date in _dates.From(from).SkipWhile(date => date < from))
            for (var position = 0; position < _times.Count; position++)
                yield return Wall.Of(date) + _times[position];
    }

    private IEnumerable<long> Chosen(DateOnly from)
    {
        var year = from.Year;
        foreach (var period in Periods(from))
        {
            foreach (var position in _positions.Of(period.Count * _times.Count))
            {
                year = period[0].Year;
                yield return Wall.Of(period[position / _times.Count]) + _times[position % _times.Count];
            }

            if (period[0].Year - year > IRuleDates.Years)
                throw new ScheduleFaultException($"The rule's BYSETPOS gives no instant for {IRuleDates.Years} years.");
        }
    }

    /// <summary>The dates of each period.</summary>
    private IEnumerable<List<DateOnly>> Periods(DateOnly from)
    {
        var period = new List<DateOnly>();
        foreach (var date in _dates.From(from))
        {
            if (period.Count > 0 && _periods.Of(period[0]) != _periods.Of(date))
            {
                yield return period;
                period = [];
            }

            period.Add(date);
        }

        if (period.Count > 0)
            yield return period;
    }

    /// <summary>With BYSETPOS in periods of several dates it depends on them: that is left to looking at some.</summary>
    private (long WithinDay, long OverMidnight) Shortest(Frequency frequency)
    {
        if (_positions.Any && frequency != Frequency.Daily)
            return (Wall.Day, 0);
        long[] times = [.. _positions.Of(_times.Count).Select(position => _times[position])];
        return TimesOfDay.Shortest(times);
    }
}
