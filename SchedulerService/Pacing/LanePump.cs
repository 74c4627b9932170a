using System.Threading.Channels;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Pacing;

/// <summary>
/// Delivers waiting reminders as soon as their lane has a slot. Each reminder is read again first, so that its current content is delivered.
/// </summary>
internal sealed class LanePump : IDisposable
{
    /// <summary>The largest number of reminders that are read together.</summary>
    private const int PageSize = 256;

    private static readonly TimeSpan WaitForStore = TimeSpan.FromSeconds(1);

    /// <summary>Holds one entry while the pump is to look at the lanes. The timer may still add one after <see cref="Dispose"/>.</summary>
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private readonly Lanes _lanes;
    private readonly InFlight _inFlight;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private long _armed = long.MaxValue;

    public LanePump(Lanes lanes, InFlight inFlight, TimeProvider clock, ILogger log)
    {
        _lanes = lanes;
        _inFlight = inFlight;
        _clock = clock;
        _log = log;
        _timer = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lanes.Sooner = Arm;
    }

    /// <summary>Delivers until told to stop.</summary>
    /// <param name="deliver">Makes a delivery that has a slot, and notifies the lane when it is settled.</param>
    /// <param name="stoppingToken">Stops the pump.</param>
    public async Task RunAsync(Func<DueReminder, Lane, ValueTask> deliver, CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _wake.Reader.ReadAsync(stoppingToken);
                lock (_lock)
                    _armed = long.MaxValue;
                while (_lanes.Take(PageSize) is { Count: > 0 } taken)
                    await DeliverAsync(taken, deliver, stoppingToken);
                Arm();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop. The waiting reminders stay in the store.
        }
    }

    public void Dispose() => _timer.Dispose();

    private async Task DeliverAsync(
        IReadOnlyList<(Lane Lane, WaitingReminder Reminder)> taken, Func<DueReminder, Lane, ValueTask> deliver, CancellationToken stoppingToken)
    {
        var next = 0;
        try
        {
            var read = await ReadAsync(taken, stoppingToken);
            for (; next < taken.Count; next++)
            {
                var (lane, waiting) = taken[next];
                if (read.TryGetValue(waiting.Key, out var reminder))
                {
                    _inFlight.Unpark(reminder);
                    await deliver(reminder, lane);
                }
                else
                {
                    // The reminder was cancelled or changed. A scan reads the changed reminder.
                    _inFlight.Release(waiting);
                    _lanes.GiveBack(lane);
                }
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // ShardOwner logs that the store is unavailable.
            if (failure is not StoreUnavailableException)
                _log.WaitingNotDelivered(failure, taken.Count - next);
            await Task.Delay(WaitForStore, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            for (; next < taken.Count; next++)
            {
                var (lane, waiting) = taken[next];
                _inFlight.Requeue(waiting, untilConnected: false);
                _lanes.GiveBack(lane);
            }
        }
    }

    private static async Task<Dictionary<DeliveryKey, DueReminder>> ReadAsync(
        IReadOnlyList<(Lane Lane, WaitingReminder Reminder)> taken, CancellationToken stoppingToken)
    {
        var session = taken[0].Reminder.Session;
        var keys = taken.Where(item => ReferenceEquals(item.Reminder.Session, session)).Select(item => (item.Reminder.Shard, item.Reminder.Key)).ToList();
        return (await session.ReadAsync(keys, stoppingToken)).ToDictionary(reminder => reminder.Key);
    }

    /// <summary>Sets the timer to the next slot, unless it is set to an earlier one.</summary>
    private void Arm()
    {
        lock (_lock)
        {
            var next = _lanes.NextAt();
            if (next >= _armed)
                return;
            _armed = next;
            var wait = _clock.GetElapsedTime(_clock.GetTimestamp(), next);
            if (wait <= TimeSpan.Zero)
                Wake();
            else
                _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Wake() => _wake.Writer.TryWrite(true);
}
