using System.Diagnostics.Metrics;
using System.Threading.Channels;

namespace Nudge.SchedulerService.Storage;

/// <summary>
/// Measures how many reminders are live. Reads the count in the background, at most once a minute, and only while a listener collects it:
/// counting millions of rows takes a second in a store that keeps no statistics.
/// </summary>
internal sealed class PendingMetrics(IReminderStore store, IMeterFactory meters, TimeProvider clock) : BackgroundService
{
    private const long Unknown = -1;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Channel<bool> _collected = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _count = Unknown;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Create(Telemetry.Name).CreateObservableGauge("nudge.reminder.pending", Measure, "{reminder}", "Live reminders in the store (estimate)");
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _collected.Reader.ReadAsync(stoppingToken))
            {
                Volatile.Write(ref _count, await CountAsync(stoppingToken));
                await Task.Delay(Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private IEnumerable<Measurement<long>> Measure()
    {
        _collected.Writer.TryWrite(true);
        var count = Volatile.Read(ref _count);
        return count == Unknown ? [] : [new(count)];
    }

    private async Task<long> CountAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await store.CountPendingAsync(stoppingToken) ?? Unknown;
        }
        catch (StoreUnavailableException)
        {
            // ShardOwner logs that the store is unavailable.
            return Unknown;
        }
    }
}
