using System.Threading.Channels;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Shards;

/// <summary>Receives notices from other nodes about reminders that become visible soon in the shards of this node.</summary>
internal sealed class ShardNoticeListener(IShardNotices notices, ShardOwner owner, WakeUps wakeUps, ShardPulses pulses) : BackgroundService
{
    private readonly Channel<(int Shard, Instant VisibleAt)> _heard = Channel.CreateUnbounded<(int, Instant)>(new() { SingleReader = true });

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        notices.ListenAsync((shard, visibleAt) => _heard.Writer.TryWrite((shard, visibleAt)), pulses.RewindAll, stoppingToken),
        PassOnAsync(stoppingToken));

    private async Task PassOnAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (shard, visibleAt) in _heard.Reader.ReadAllAsync(stoppingToken))
            {
                if (owner.Owns(shard))
                    await wakeUps.ExpectAsync(shard, visibleAt);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }
}
