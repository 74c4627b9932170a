using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Timing;

/// <summary>
/// Once a second, on a monotonic timer: touches the owning session, disciplines the clock, and asks the store when each shard next
/// needs a look, so that a lost wake-up costs a second at most. Once a minute everything is read from the start.
/// </summary>
internal sealed class SafetyNet(
    IShardSession session, StoreClock clock, WakeUps wakeUps, ShardPulses pulses, ILogger<SafetyNet> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const int TicksBetweenRewinds = 60;

    private bool _clockWasSet;

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
            await DisciplineAsync(cancellationToken);
            if (tick % TicksBetweenRewinds == 0)
                pulses.RewindAll();
            else
                await LookAsync(cancellationToken);
        }
        catch (StoreUnavailableException failure)
        {
            log.StoreUnavailable(failure);
        }
    }

    private async ValueTask DisciplineAsync(CancellationToken cancellationToken)
    {
        var ahead = clock.Discipline(await session.TouchAsync(cancellationToken));
        var wasSet = ahead.Duration() > StoreClock.MaxDiscipline;
        if (wasSet && !_clockWasSet)
            log.ClockWasSet(ahead);
        _clockWasSet = wasSet;
    }

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        var next = await session.NextVisibleAsync(cancellationToken);
        for (var shard = 0; shard < next.Length; shard++)
        {
            if (next[shard] != long.MaxValue)
                await wakeUps.ExpectAsync(shard, next[shard], cancellationToken);
        }
    }
}
