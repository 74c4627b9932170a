namespace Nudge.SchedulerService.Schedules;

/// <summary>The wall-clock times of a rule on a clock without zones. All of them are whole seconds.</summary>
internal interface IWallTimes
{
    /// <summary>Lazily returns the times at or after a wall-clock time (see <see cref="Wall"/>), strictly ascending.</summary>
    /// <exception cref="ScheduleFaultException">During enumeration: the search has no steps left.</exception>
    IEnumerable<long> From(long wall, Search search);

    /// <summary>
    /// Gets the shortest interval between two times of one day, in milliseconds. A day if there are fewer than two, or if BYSETPOS selects from
    /// several dates.
    /// </summary>
    long ShortestWithinDay { get; }

    /// <summary>
    /// Gets the shortest interval between the last time of a day and the first time of the next day, if the rule gives both days. Milliseconds. If
    /// BYSETPOS selects from several dates, this is a lower bound of every interval.
    /// </summary>
    long ShortestOverMidnight { get; }
}
