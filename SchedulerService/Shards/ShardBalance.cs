using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Shards;

/// <summary>What a node should give up, or try to take, so that every node comes to own its fair share.</summary>
internal static class ShardBalance
{
    /// <summary>What one of some nodes owns: all the same, but for one more each for the first while some are left over.</summary>
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="rank">How many come before this one.</param>
    public static int FairShare(int nodes, int rank) => (Shard.Count / nodes) + (rank < Shard.Count % nodes ? 1 : 0);

    /// <summary>How many of its shards a node has too many.</summary>
    public static int Excess(int owned, int share) => Math.Max(0, owned - share);

    /// <summary>
    /// What to try to take, up to the share: the free shards, starting at a place of the node's own, so that nodes that look at the same
    /// moment do not all reach for the same ones.
    /// </summary>
    public static IReadOnlyList<int> Wanted(IReadOnlySet<int> owned, IReadOnlySet<int> takenByOthers, int share, int start) =>
    [
        .. Enumerable.Range(0, Shard.Count)
            .Select(offset => (start + offset) % Shard.Count)
            .Where(shard => !owned.Contains(shard) && !takenByOthers.Contains(shard))
            .Take(Math.Max(0, share - owned.Count)),
    ];
}
