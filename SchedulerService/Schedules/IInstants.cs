namespace Nudge.SchedulerService.Schedules;

/// <summary>The instants that a recurring schedule gives.</summary>
internal interface IInstants
{
    /// <summary>
    /// Lazily those after an instant (milliseconds since 1970 in UTC), strictly ascending. The sequence is the same wherever one asks from.
    /// </summary>
    /// <exception cref="ScheduleFaultException">While enumerating: the search has no step left.</exception>
    IEnumerable<Occurrence> After(long instant, Search search);
}
