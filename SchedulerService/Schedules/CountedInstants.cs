namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The first so many instants of a rule (its COUNT). They are counted from the start; how far that had come is remembered, so that a series
/// is counted once and not again for each of its instants. How many may lie between there and the instant asked for is bounded.
/// </summary>
internal sealed class CountedInstants(IInstants instants, int count, int maxCounted) : IInstants
{
    private sealed record Mark(long At, int Counted);

    private static readonly Mark Beginning = new(Wall.Min, 0);
    private volatile Mark _mark = Beginning;

    public IEnumerable<Occurrence> After(long instant)
    {
        var from = _mark;
        if (from.At > instant)
            from = Beginning;

        var (last, counted) = (from.At, from.Counted);
        foreach (var occurrence in counted < count ? instants.After(from.At) : [])
        {
            if (occurrence.At > instant)
            {
                _mark = new Mark(last, counted);
                break;
            }

            (last, counted) = (occurrence.At, counted + 1);
            if (counted == count)
                yield break;
            if (counted - from.Counted > maxCounted)
                throw new ScheduleFaultException($"The rule's COUNT needs more than {maxCounted} instants to be counted.");
        }

        foreach (var occurrence in instants.After(Math.Max(last, instant)).Take(count - counted))
            yield return occurrence;
    }
}
