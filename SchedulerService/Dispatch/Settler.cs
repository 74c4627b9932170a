using System.Threading.Channels;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// Writes outcomes, as many in one commit as have come in, and forgets that they were in flight. An outcome is written through the
/// session that its reminder was read through; when that is gone somebody else delivers the reminder again.
/// </summary>
internal sealed class Settler(
    ShardOwner owner, InFlight inFlight, WakeUps wakeUps, SettlementRules rules, TimeProvider clock, ILogger<Settler> log) : BackgroundService
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
            var session = owner.Session;
            var settlements = batch
                .Where(item => ReferenceEquals(item.Delivery.Reminder.Session, session))
                .Select(item => rules.Settle(item.Delivery.Reminder, item.Outcome, now))
                .ToList();
            if (session is not null && settlements.Count > 0)
                await WriteAsync(session, settlements, stoppingToken);

            foreach (var (delivery, _) in batch)
            {
                inFlight.Release(delivery.Reminder);
                delivery.Settled?.Invoke();
            }

            batch.Clear();
        }
    }

    /// <summary>What cannot be written before its session ends, or before the scheduler has to stop, is delivered again.</summary>
    private async Task WriteAsync(IShardSession session, List<Settlement> settlements, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                var unchanged = await session.SettleAsync(settlements);
                for (var i = 0; i < unchanged.Length; i++)
                    await SettledAsync(settlements[i], unchanged[i]);
                return;
            }
            catch (StoreUnavailableException failure)
            {
                log.OutcomesNotWritten(failure, settlements.Count);
                if (session.IsGone || stoppingToken.IsCancellationRequested)
                    return;
                await Task.Delay(WaitForStore, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async ValueTask SettledAsync(Settlement settlement, bool wasUnchanged)
    {
        var reminder = settlement.Reminder;
        inFlight.Release(reminder);
        if (settlement is Settlement.Ended { State: V1.ReminderState.Failed } failed)
            log.Failed(reminder.Key.Id, reminder.Key.Occurrence, failed.Error ?? "");
        else if (settlement is Settlement.Unreachable unreachable)
            log.Paused(reminder.Key.Id, unreachable.Error);

        if (!wasUnchanged)
        {
            await wakeUps.ExpectAsync(reminder.Shard, reminder.VisibleAt, CancellationToken.None);
            return;
        }

        if (NextLook(settlement) is { } visibleAt)
            await wakeUps.ExpectAsync(reminder.Shard, visibleAt, CancellationToken.None);
        if (settlement is Settlement.Ended { Notice: { } notice })
            await wakeUps.ExpectAsync(notice.Shard, notice.DueAt, CancellationToken.None);
    }

    private static long? NextLook(Settlement settlement) => settlement switch
    {
        Settlement.Again again => again.VisibleAt,
        Settlement.PassedOver passedOver => Math.Max(passedOver.Next.DueAt, passedOver.At),
        Settlement.Ended { Next: { } next } ended => Math.Max(next.DueAt, ended.At),
        _ => null,
    };
}
