namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The first instants of a rule, as many as its COUNT allows. They are counted from the start. The last count is remembered, so that a series is
/// not counted again for each instant.
/// </summary>
internal sealed class CountedInstants(IInstants instants, int count) : IInstants
{
    private sealed record Mark(Instant At, int Counted);

    private static readonly Mark Beginning = new(Search.Min, 0);
    private volatile Mark _mark = Beginning;

    public IEnumerable<Occurrence> After(Instant instant, Search search)
    {
        var from = _mark;
        if (from.At > instant)
            from = Beginning;

        var (last, counted) = (from.At, from.Counted);
        foreach (var occurrence in counted < count ? instants.After(from.At, search) : [])
        {
            if (occurrence.At > instant)
            {
                _mark = new Mark(last, counted);
                break;
            }

            (last, counted) = (occurrence.At, counted + 1);
            if (counted == count)
                yield break;
        }

        foreach (var occurrence in instants.After(Instant.Max(last, instant), search).Take(count - counted))
            yield return occurrence;
    }
}
