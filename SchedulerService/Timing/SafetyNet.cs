using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Timing;

/// <summary>
/// Once a second, on a monotonic timer: asks the store when each owned shard next needs a look, so that a lost wake-up costs a second at
/// most. What waits for a callback that is not reached is read once a minute, for it may have expired.
/// </summary>
internal sealed class SafetyNet(
    ShardOwner owner, IReminderStore store, WakeUps wakeUps, ShardPulses pulses, ReadingProgress progress, Callbacks callbacks, TimeProvider clock, ILogger<SafetyNet> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const int TicksBetweenRewinds = 60;

    private bool _isOut;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var tick = 0;
        try
        {
            do
            {
                await TickAsync(tick++, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private async ValueTask TickAsync(int tick, CancellationToken cancellationToken)
    {
        try
        {
            ReadAgain(progress.TakeLeftBehind);
            if (tick % TicksBetweenRewinds == 0)
                ReadAgain(callbacks.AnyConnected ? progress.TakeLeftUntilConnected : _ => long.MinValue);
            await LookAsync(cancellationToken);
            _isOut = false;
        }
        catch (StoreUnavailableException) when (owner.Session is null)
        {
            // There is no session, which whoever keeps it says. The next one's shards are read from their start.
        }
        catch (StoreUnavailableException failure)
        {
            if (!_isOut)
                log.StoreUnavailable(failure);
            _isOut = true;
        }
    }

    /// <summary>
    /// What has been read already is not looked at: it waits for its turn, or is still in the index although it was delivered, for as long as
    /// somebody's transaction might ask for it. What was delivered in the last few seconds is, so the session that delivers has no part in it.
    /// </summary>
    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        var owned = owner.Owned;
        if (owned.Count == 0)
            return;

        var now = Instant.Floor(clock.GetUtcNow());
        var unreadFrom = owned.ToDictionary(shard => shard, progress.UnreadFrom);
        foreach (var (shard, visibleAt) in await store.NextVisibleAsync([.. unreadFrom.Select(shard => (shard.Key, shard.Value))], cancellationToken))
        {
            if (visibleAt > now)
                progress.Empty(shard, unreadFrom[shard], now);
            if (visibleAt != long.MaxValue)
                await wakeUps.ExpectAsync(shard, visibleAt);
        }
    }

    private void ReadAgain(Func<int, long> from)
    {
        for (var shard = 0; shard < Shard.Count; shard++)
        {
            if (from(shard) is var instant && instant != long.MaxValue)
                pulses.Pulse(shard, instant);
        }
    }
}
