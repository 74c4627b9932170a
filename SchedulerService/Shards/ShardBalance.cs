using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Shards;

/// <summary>Computes which shards a node releases or tries to take, so that each node owns its fair share.</summary>
internal static class ShardBalance
{
    /// <summary>
    /// Returns how many shards a node should own. The shares are equal; when shards are left over, the first nodes own one more each.
    /// </summary>
    /// <param name="nodes">The number of nodes, at least 1.</param>
    /// <param name="rank">The number of nodes that come before this one, from 0.</param>
    public static int FairShare(int nodes, int rank) => (Shard.Count / nodes) + (rank < Shard.Count % nodes ? 1 : 0);

    /// <summary>Returns how many shards a node owns beyond its share.</summary>
    public static int Excess(int owned, int share) => Math.Max(0, owned - share);

    /// <summary>
    /// Returns the free shards to take, up to the share. Each node starts at a place of its own, so that nodes that look at the same moment do not
    /// try to take the same shards.
    /// </summary>
    public static IReadOnlyList<int> Wanted(IReadOnlySet<int> owned, IReadOnlySet<int> takenByOthers, int share, int start) =>
    [
        .. Enumerable.Range(0, Shard.Count)
            .Select(offset => (start + offset) % Shard.Count)
            .Where(shard => !owned.Contains(shard) && !takenByOthers.Contains(shard))
            .Take(Math.Max(0, share - owned.Count)),
    ];
}
