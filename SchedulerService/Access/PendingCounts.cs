using System.Diagnostics;
using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Access;

/// <summary>
/// Counts the live reminders of each owner. A count is the last count of the store, plus the registrations of this node since then. The store counts
/// only when an owner has a limit.
/// </summary>
internal sealed class PendingCounts(IReminderStore store, IOptionsMonitor<AccessOptions> options, TimeProvider clock) : BackgroundService
{
    /// <summary>The usual time between two counts.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>The pause after a count is this many times as long as the count took, so that counting a large store occupies little of it.</summary>
    private const int PauseRatio = 20;

    private readonly Lock _use = new();
    private readonly Dictionary<string, long> _since = [];
    private IReadOnlyDictionary<string, long> _counted = new Dictionary<string, long>();

    /// <summary>Returns the number of live reminders of an owner, as far as this node knows.</summary>
    public long Of(string owner)
    {
        lock (_use)
            return _counted.GetValueOrDefault(owner) + _since.GetValueOrDefault(owner);
    }

    /// <summary>Counts a reminder that this node has registered.</summary>
    public void Add(string owner)
    {
        lock (_use)
            _since[owner] = _since.GetValueOrDefault(owner) + 1;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var started = Stopwatch.GetTimestamp();
                if (options.CurrentValue.LimitsPending)
                    await CountAsync(stoppingToken);
                var pause = Stopwatch.GetElapsedTime(started) * PauseRatio;
                await Task.Delay(pause > Interval ? pause : Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, long> before;
        lock (_use)
            before = new(_since);
        try
        {
            var counted = await store.CountPendingByOwnerAsync(cancellationToken);
            lock (_use)
            {
                _counted = counted;
                // A registration during the count may count twice, until the next count.
                foreach (var (owner, count) in before)
                {
                    if ((_since[owner] -= count) == 0)
                        _since.Remove(owner);
                }
            }
        }
        catch (StoreUnavailableException)
        {
            // ShardOwner logs that the store is unavailable. The counts from before stay.
        }
    }
}
