using Microsoft.Extensions.Hosting;

namespace Nudge.ServiceDefaults;

/// <summary>
/// Returns memory to the machine while the service is idle. An idle service allocates little, so the runtime collects only after minutes, and it keeps
/// the freed memory. An idle scheduler had 5 MB of objects on a heap of 24 MB.
/// </summary>
internal sealed class IdleMemory : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var garbage = new IdleGarbage();
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // Only the aggressive mode returns freed memory. It stops every thread, for 10 ms on a heap of that size.
                if (garbage.IsWorthCollecting(GC.GetTotalAllocatedBytes(), GC.GetTotalMemory(forceFullCollection: false)))
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
