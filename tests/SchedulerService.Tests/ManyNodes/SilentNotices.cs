using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>Notices that are all lost.</summary>
internal sealed class SilentNotices : IShardNotices
{
    public void Notify(int shard, Instant visibleAt)
    {
    }

    public Task ListenAsync(Action<int, Instant> heard, Action connected, CancellationToken stoppingToken) => Task.CompletedTask;
}
