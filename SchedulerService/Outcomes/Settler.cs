using System.Threading.Channels;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Outcomes;

/// <summary>
/// Writes outcomes to the store and removes their reminders from the set in flight. A writer commits all waiting outcomes together. An outcome is
/// written through the session that read its reminder. When that session is gone, the owner of the shard delivers the reminder again.
/// </summary>
internal sealed class Settler(
    IShardSessions sessions, ShardOwner owner, InFlight inFlight, WakeUps wakeUps, SettlementRules rules, TimeProvider clock, ILogger<Settler> log)
    : BackgroundService
{
    private const int MaxPerCommit = 2048;
    private static readonly TimeSpan WaitForStore = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The minimum time between the starts of two commits of a writer. Outcomes that arrive meanwhile share a commit, and the session is free to read
    /// due reminders.
    /// </summary>
    private static readonly TimeSpan CommitInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// The wait before an outcome is tried again whose reminder another transaction holds. Transactions here take milliseconds, and a paused one is
    /// cut off.
    /// </summary>
    private static readonly TimeSpan WaitForHolder = TimeSpan.FromMilliseconds(50);

    /// <summary>The outcomes that wait to be written, one channel for each writer.</summary>
    private readonly Channel<(PendingDelivery Delivery, Outcome Outcome)>[] _outcomes =
        [.. Enumerable.Range(0, sessions.Writers).Select(_ => Channel.CreateUnbounded<(PendingDelivery, Outcome)>(new() { SingleReader = true }))];

    /// <summary>Queues the outcome of a delivery to be written.</summary>
    public void Settle(PendingDelivery delivery, Outcome outcome)
    {
        DeliveryMetrics.Ended(outcome);
        DeliveryTrace.Answered(delivery, outcome);
        ChannelOf(delivery).TryWrite((delivery, outcome));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // All sources of outcomes have stopped by now. The queued outcomes are still written.
        foreach (var outcomes in _outcomes)
            outcomes.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // When one writer fails, the settler fails without waiting for the others.
        await foreach (var writing in Task.WhenEach(_outcomes.Select(outcomes => WriteAsync(outcomes.Reader, stoppingToken))))
            await writing;
    }

    private async Task WriteAsync(ChannelReader<(PendingDelivery Delivery, Outcome Outcome)> outcomes, CancellationToken stoppingToken)
    {
        var batch = new List<(PendingDelivery Delivery, Outcome Outcome)>(MaxPerCommit);
        var lastCommit = clock.GetTimestamp();
        while (await outcomes.WaitToReadAsync(CancellationToken.None))
        {
            var early = CommitInterval - clock.GetElapsedTime(lastCommit);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lastCommit = clock.GetTimestamp();
            while (batch.Count < MaxPerCommit && outcomes.TryRead(out var next))
                batch.Add(next);

            var now = Instant.Ceiling(clock.GetUtcNow());
            var session = owner.Session;
            var writable = batch.Where(item => ReferenceEquals(item.Delivery.Reminder.Session, session)).ToList();
            var settlements = writable.ConvertAll(item => rules.Settle(item.Delivery.Reminder, item.Outcome, now));
            var settled = session is not null && settlements.Count > 0 ? await WriteAsync(session, writable, settlements, stoppingToken) : [];
            var held = writable.Where((_, i) => i < settled.Length && settled[i] == Settled.LockConflict).ToList();

            foreach (var item in held.Count == 0 ? batch : batch.Except(held))
                Release(item.Delivery);
            foreach (var (delivery, _) in batch)
                delivery.FreeSlot();
            if (held.Count > 0)
                _ = SettleLaterAsync(held);

            batch.Clear();
        }
    }

    private ChannelWriter<(PendingDelivery Delivery, Outcome Outcome)> ChannelOf(PendingDelivery delivery) =>
        _outcomes[Shard.WriterOf(delivery.Reminder.Shard, _outcomes.Length)].Writer;

    /// <summary>
    /// Settles again after a wait. The callback has answered and the slots are free, but the reminders stay in flight: otherwise they would be
    /// delivered again meanwhile.
    /// </summary>
    private async Task SettleLaterAsync(List<(PendingDelivery Delivery, Outcome Outcome)> held)
    {
        await Task.Delay(WaitForHolder, clock);
        foreach (var item in held)
        {
            if (!ChannelOf(item.Delivery).TryWrite(item))
                Release(item.Delivery);
        }
    }

    /// <summary>Releases a delivery. The reminder is delivered again unless its outcome was written.</summary>
    private void Release(PendingDelivery delivery)
    {
        inFlight.Release(delivery.Reminder);
        DeliveryTrace.Settled(delivery, result: null);
    }

    /// <summary>
    /// Writes outcomes. Outcomes that cannot be written before the session ends or the scheduler must stop are dropped, and their reminders are
    /// delivered again.
    /// </summary>
    /// <returns>The result of each outcome; empty when they could not be written.</returns>
    private async Task<Settled[]> WriteAsync(
        IShardSession session, List<(PendingDelivery Delivery, Outcome Outcome)> items, List<Settlement> settlements, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                var settled = await session.SettleAsync(settlements);
                for (var i = 0; i < settled.Length; i++)
                {
                    if (settled[i] == Settled.LockConflict)
                        continue;
                    DeliveryTrace.Settled(items[i].Delivery, settled[i]);
                    if (settled[i] == Settled.Written)
                        DeliveryMetrics.Settled(items[i].Outcome, settlements[i]);
                }

                for (var i = 0; i < settled.Length; i++)
                {
                    if (settled[i] != Settled.LockConflict)
                        await SettledAsync(settlements[i], wasUnchanged: settled[i] == Settled.Written);
                }

                return settled;
            }
            catch (DataRefusedException refusal)
            {
                return await WriteApartAsync(session, items, settlements, refusal, stoppingToken);
            }
            catch (StoreUnavailableException) when (session.IsGone)
            {
                // ShardOwner logs the lost session.
                return [];
            }
            catch (StoreUnavailableException failure)
            {
                log.OutcomesNotWritten(failure, settlements.Count);
                if (stoppingToken.IsCancellationRequested)
                    return [];
                await Task.Delay(WaitForStore, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>
    /// Splits a batch that the store refuses until the refused outcome is alone, and fails only that one. No outcome blocks another.
    /// </summary>
    private async Task<Settled[]> WriteApartAsync(
        IShardSession session, List<(PendingDelivery Delivery, Outcome Outcome)> items, List<Settlement> settlements, DataRefusedException refusal, CancellationToken stoppingToken)
    {
        if (settlements is [var culprit])
        {
            log.OutcomeRefused(refusal, culprit.Reminder.Key.Id, culprit.Reminder.Key.Occurrence);
            var refused = rules.Refuse(culprit.Reminder, culprit.At, refusal.Message);
            // The store refuses even the error of the refusal, so the reminder is delivered again.
            return culprit is Settlement.Ended failed && failed.Error == refused.Error ? [] : await WriteAsync(session, items, [refused], stoppingToken);
        }

        var half = settlements.Count / 2;
        var first = await WriteAsync(session, items[..half], settlements[..half], stoppingToken);
        return first.Length < half ? first : [.. first, .. await WriteAsync(session, items[half..], settlements[half..], stoppingToken)];
    }

    private async ValueTask SettledAsync(Settlement settlement, bool wasUnchanged)
    {
        var reminder = settlement.Reminder;
        inFlight.Release(reminder);
        if (settlement is Settlement.Ended { State: V1.ReminderState.Failed } failed)
            log.Failed(reminder.Key.Id, reminder.Key.Occurrence, failed.Error ?? "");
        else if (settlement is Settlement.Unreachable unreachable)
            log.Paused(reminder.Key.Id, unreachable.Error);
        else if (settlement is Settlement.Skipped skipped)
            log.Skipped(reminder.Key.Id, reminder.Key.Occurrence, skipped.Next.Occurrence);

        if (!wasUnchanged)
        {
            await wakeUps.ExpectAsync(reminder.Shard, reminder.VisibleAt);
            return;
        }

        if (NextLook(settlement) is { } visibleAt)
            await wakeUps.ExpectAsync(reminder.Shard, visibleAt);
        if (settlement is Settlement.Ended { Notice: { } notice })
            await wakeUps.ExpectAsync(notice.Shard, notice.DueAt);
    }

    private static Instant? NextLook(Settlement settlement) => settlement switch
    {
        Settlement.Again again => again.VisibleAt,
        Settlement.Skipped skipped => Instant.Max(skipped.Next.DueAt, skipped.At),
        Settlement.Ended { Next: { } next } ended => Instant.Max(next.DueAt, ended.At),
        _ => null,
    };
}
