using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Storage;

/// <summary>Scans a single shard.</summary>
internal static class OneShard
{
    /// <summary>Reads a page of one shard.</summary>
    public static async Task<DuePage> ScanAsync(
        this IShardSession session, int shard, ScanPosition after, Instant now, int limit, CancellationToken cancellationToken) =>
        Assert.Single(await session.ScanAsync([(shard, after)], now, limit, cancellationToken));
}
