using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Tests.ManyNodes;

/// <summary>Every notice is lost.</summary>
internal sealed class SilentNotices : IShardNotices
{
    public void Tell(int shard, long visibleAt)
    {
    }

    public Task ListenAsync(Action<int, long> heard, Action connected, CancellationToken stoppingToken) => Task.CompletedTask;
}
