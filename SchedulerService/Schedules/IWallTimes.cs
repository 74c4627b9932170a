namespace Nudge.SchedulerService.Schedules;

/// <summary>The wall-clock times that a rule gives on a clock without zones. All of them are whole seconds.</summary>
internal interface IWallTimes
{
    /// <summary>Lazily those at or after a wall-clock time (see <see cref="Wall"/>), strictly ascending.</summary>
    /// <exception cref="ScheduleFaultException">While enumerating: the search has no step left.</exception>
    IEnumerable<long> From(long wall, Search search);

    /// <summary>The shortest interval between two of them that the rule can give within one day, in milliseconds.</summary>
    long ShortestWithinDay { get; }

    /// <summary>
    /// The shortest interval between the last of a day and the first of the next, in milliseconds, if two days in a row are among them; 0
    /// where only looking at some tells.
    /// </summary>
    long ShortestOverMidnight { get; }
}
