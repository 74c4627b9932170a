namespace Nudge.SchedulerService.Schedules;

/// <summary>The instants of a rule up to the last one that UNTIL or COUNT allows.</summary>
internal sealed class BoundedInstants(IInstants instants, Func<Occurrence, bool> isWithin) : IInstants
{
    public IEnumerable<Occurrence> After(Instant instant, Search search) => instants.After(instant, search).TakeWhile(isWithin);
}
