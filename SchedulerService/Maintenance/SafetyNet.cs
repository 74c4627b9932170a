using Nudge.SchedulerService.Callbacks;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Maintenance;

/// <summary>
/// Asks the store once a second, on a monotonic timer, when each owned shard is due next. A lost wake-up therefore costs at most a second. Reminders
/// of a callback that is not connected are read once a minute, because they may have expired.
/// </summary>
internal sealed class SafetyNet(
    ShardOwner owner, IReminderStore store, WakeUps wakeUps, ShardPulses pulses, ReadingProgress progress, CallbackTargets callbacks, TimeProvider clock, ILogger<SafetyNet> log) : BackgroundService
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
            ReadAgain(progress.TakeRequeued);
            if (tick % TicksBetweenRewinds == 0)
                ReadAgain(callbacks.AnyConnected ? progress.TakeRequeuedUntilConnected : _ => Instant.Earliest);
            await LookAsync(cancellationToken);
            _isOut = false;
        }
        catch (StoreUnavailableException) when (owner.Session is null)
        {
            // ShardOwner logs that there is no session. The next session reads its shards from their start.
        }
        catch (StoreUnavailableException failure)
        {
            if (!_isOut)
                log.StoreUnavailable(failure);
            _isOut = true;
        }
    }

    /// <summary>
    /// Looks only past the read position. Earlier rows wait for their turn, or were delivered and stay in the index while another transaction may
    /// need them. Rows of the last few seconds are read even when they were delivered, so the session that delivers does not run this query.
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
            if (visibleAt != Instant.Never)
                await wakeUps.ExpectAsync(shard, visibleAt);
        }
    }

    private void ReadAgain(Func<int, Instant> from)
    {
        for (var shard = 0; shard < Shard.Count; shard++)
        {
            if (from(shard) is var instant && instant != Instant.Never)
                pulses.Pulse(shard, instant);
        }
    }
}
