namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// The instants of wall-clock times that fire once in an overlap, sorted and each once. Most wall-clock times give instants in their own order.
/// Times in a gap that keep their old offset fall among the times after the gap. They wait in a queue until they are next.
/// </summary>
internal sealed class FixedInstants(WallClock clock, IWallTimes times) : IInstants
{
    public IEnumerable<Occurrence> After(Instant instant, Search search)
    {
        if (instant >= Search.Max)
            yield break;

        var last = Instant.Max(instant, Search.Min);
        var shifted = new Queue<(Occurrence Occurrence, long Settled)>();
        foreach (var wall in times.From(clock.EarliestFor(last + Instant.Resolution), search))
        {
            while (shifted.TryPeek(out var waiting) && waiting.Settled <= wall)
            {
                shifted.Dequeue();
                if (Passes(waiting.Occurrence, ref last))
                    yield return waiting.Occurrence;
            }

            var occurrence = new Occurrence(clock.Resolve(wall, out var settled), wall);
            if (settled > wall)
                shifted.Enqueue((occurrence, settled));
            else if (Passes(occurrence, ref last))
                yield return occurrence;
        }

        while (shifted.TryDequeue(out var waiting))
        {
            if (Passes(waiting.Occurrence, ref last))
                yield return waiting.Occurrence;
        }
    }

    /// <summary>Returns false for an instant that is not after the last one.</summary>
    private static bool Passes(Occurrence occurrence, ref Instant last)
    {
        if (occurrence.At <= last)
            return false;
        last = occurrence.At;
        return true;
    }
}
