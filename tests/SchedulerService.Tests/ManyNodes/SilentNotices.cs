using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>Notices that are all lost.</summary>
internal sealed class SilentNotices : IShardNotices
{
    public void Notify(int shard, long visibleAt)
    {
    }

    public Task ListenAsync(Action<int, long> heard, Action connected, CancellationToken stoppingToken) => Task.CompletedTask;
}
