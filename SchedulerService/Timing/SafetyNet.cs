using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Timing;

/// <summary>
/// Once a second, on a monotonic timer: asks the store when each owned shard next needs a look, so that a lost wake-up costs a second at
/// most. While no callback is reached, once a minute everything is read from the start, for what expires.
/// </summary>
internal sealed class SafetyNet(
    ShardOwner owner, WakeUps wakeUps, ShardPulses pulses, Callbacks callbacks, TimeProvider clock, ILogger<SafetyNet> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const int TicksBetweenRewinds = 60;

    /// <summary>
    /// Nothing that waits is visible earlier. From here on each shard is looked at: what was delivered is still in its index for as long as somebody's
    /// transaction might ask for it, and would have to be stepped over.
    /// </summary>
    private readonly long[] _since = new long[Shard.Count];
    private IShardSession? _session;
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
            if (tick % TicksBetweenRewinds == 0 && !callbacks.AnyConnected)
                pulses.RewindAll();
            else
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

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        var owned = owner.Owned;
        if (owned.Count == 0 || owner.Session is not { } session)
            return;

        if (session != _session)
            Array.Fill(_since, long.MinValue);
        _session = session;

        // Before the look: what is written from now on is not visible earlier, and what was written before can be read in time.
        var settled = Instant.Floor(clock.GetUtcNow()) - CommitDelay.Longest;
        foreach (var (shard, visibleAt) in await session.NextVisibleAsync([.. owned.Select(shard => (shard, _since[shard]))], cancellationToken))
        {
            _since[shard] = Math.Min(visibleAt, settled);
            if (visibleAt != long.MaxValue)
                await wakeUps.ExpectAsync(shard, visibleAt);
        }
    }
}
