using System.Threading.Channels;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>Writes outcomes, as many in one commit as have come in, and forgets that they were in flight.</summary>
internal sealed class Settler(
    IShardSession session, InFlight inFlight, WakeUps wakeUps, SettlementRules rules, TimeProvider clock, ILogger<Settler> log) : BackgroundService
{
    private const int MaxPerCommit = 512;
    private static readonly TimeSpan WaitForStore = TimeSpan.FromSeconds(1);

    private readonly Channel<(PendingDelivery Delivery, Outcome Outcome)> _outcomes =
        Channel.CreateUnbounded<(PendingDelivery, Outcome)>(new() { SingleReader = true });

    public void Settle(PendingDelivery delivery, Outcome outcome)
    {
        Telemetry.Ended(delivery, outcome);
        _outcomes.Writer.TryWrite((delivery, outcome));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Everything that could bring outcomes has stopped by now; what came in is still written.
        _outcomes.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<(PendingDelivery Delivery, Outcome Outcome)>(MaxPerCommit);
        while (await _outcomes.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < MaxPerCommit && _outcomes.Reader.TryRead(out var next))
                batch.Add(next);

            var now = Instant.Ceiling(clock.GetUtcNow());
            var settlements = batch.ConvertAll(item => rules.Settle(item.Delivery.Reminder, item.Outcome, now));
            if (!await WriteAsync(settlements, stoppingToken))
                return;

            foreach (var (delivery, _) in batch)
                delivery.Settled?.Invoke();
            batch.Clear();
        }
    }

    /// <summary>False when the store could not be written before the scheduler had to stop: then everything is delivered again.</summary>
    private async Task<bool> WriteAsync(List<Settlement> settlements, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                var unchanged = await session.SettleAsync(settlements);
                for (var i = 0; i < unchanged.Length; i++)
                    await SettledAsync(settlements[i], unchanged[i]);
                return true;
            }
            catch (StoreUnavailableException failure)
            {
                log.OutcomesNotWritten(failure, settlements.Count);
                if (stoppingToken.IsCancellationRequested)
                    return false;
                await Task.Delay(WaitForStore, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async ValueTask SettledAsync(Settlement settlement, bool wasUnchanged)
    {
        var reminder = settlement.Reminder;
        inFlight.Release(reminder.Key);
        if (settlement is Settlement.Ended { State: V1.ReminderState.Failed } failed)
            log.Failed(reminder.Key.Id, reminder.Key.Occurrence, failed.Error ?? "");
        else if (settlement is Settlement.Paused paused)
            log.Paused(reminder.Key.Id, paused.Error);

        if (!wasUnchanged)
            await wakeUps.ExpectAsync(reminder.Shard, reminder.VisibleAt, CancellationToken.None);
        else if (settlement is Settlement.Again again)
            await wakeUps.ExpectAsync(reminder.Shard, again.VisibleAt, CancellationToken.None);
    }
}
