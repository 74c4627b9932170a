namespace Nudge.SchedulerService.Schedules;

/// <summary>The instants of a recurring schedule.</summary>
internal interface IInstants
{
    /// <summary>
    /// Lazily returns the instants after one, strictly ascending. The sequence does not depend on the instant that a caller starts from.
    /// </summary>
    /// <param name="instant">The instant, exclusive.</param>
    /// <param name="search">Bounds the work.</param>
    /// <exception cref="ScheduleFaultException">During enumeration: the search has no steps left.</exception>
    IEnumerable<Occurrence> After(Instant instant, Search search);
}
