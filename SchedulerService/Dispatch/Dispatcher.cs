using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// Reads what is due in the shards that this node owns, shard by shard and a page at a time, and hands it to the callbacks. Reading
/// claims nothing; what keeps a reminder from being delivered twice is that one node owns its shard and knows what it has in flight.
/// </summary>
internal sealed class Dispatcher(
    ShardOwner owner, ShardPulses pulses, InFlight inFlight, WakeUps wakeUps, Callbacks callbacks, Settler settler, Series series,
    TimeProvider clock, ILogger<Dispatcher> log) : BackgroundService
{
    private const int PageSize = 512;

    /// <summary>How long to wait for a store whose own clock is a little behind and says that nothing is due yet. Milliseconds.</summary>
    private const long WaitForStoreClock = 5;

    private static readonly TimeSpan WaitForStore = TimeSpan.FromSeconds(1);

    private readonly ShardCursor[] _cursors = [.. Enumerable.Range(0, Shard.Count).Select(_ => new ShardCursor())];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var (shard, from) = await pulses.TakeAsync(stoppingToken);
                try
                {
                    await ReadPageAsync(shard, from, stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // Whatever is wrong with one shard, the others are delivered.
                    log.ShardNotRead(failure, shard);
                    await Task.Delay(WaitForStore, clock, stoppingToken);
                    pulses.Pulse(shard, from);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private async Task ReadPageAsync(int shard, long from, CancellationToken cancellationToken)
    {
        // Nothing could be handed over. What is due is read when a callback is reached, and once a minute for what expires meanwhile.
        if (!callbacks.AnyConnected && from != long.MinValue)
            return;

        // Not ours (any more): whoever takes a shard reads it from its start.
        if (owner.Session is not { } session || !owner.Owns(shard))
            return;

        var cursor = _cursors[shard];
        cursor.Enter(from);
        var now = Instant.Floor(clock.GetUtcNow());

        inFlight.BeginScan();
        DuePage? page = null;
        List<DueReminder> admitted;
        try
        {
            page = await session.ScanAsync(shard, cursor.Position, now, PageSize, cancellationToken);
        }
        catch (StoreUnavailableException) when (session.IsGone)
        {
            // Whoever keeps the sessions says so, and whoever takes the shard next reads it from its start.
            return;
        }
        finally
        {
            admitted = inFlight.Admit(page?.Reminders ?? []);
        }

        await HandOverAsync(admitted, now, cancellationToken);

        if (page.More)
        {
            // The other shards get their turn before the next page of this one.
            cursor.Advance(new ScanPosition(page.Reminders[^1].VisibleAt, page.Reminders[^1].Key.Id));
            pulses.Pulse(shard, long.MaxValue);
        }
        else
        {
            if (cursor.Leave(now))
                pulses.Pulse(shard, long.MaxValue);
            if (page.NextVisibleAt is { } next)
                await wakeUps.ExpectAsync(shard, next > now ? next : now + WaitForStoreClock, cancellationToken);
        }
    }

    private async ValueTask HandOverAsync(List<DueReminder> admitted, long now, CancellationToken cancellationToken)
    {
        var next = 0;
        try
        {
            for (; next < admitted.Count; next++)
                await HandOverAsync(admitted[next], now, cancellationToken);
        }
        finally
        {
            // Whatever went wrong with one: what was not handed over is not in flight, and is read again.
            for (; next < admitted.Count; next++)
                inFlight.Release(admitted[next]);
        }
    }

    private async ValueTask HandOverAsync(DueReminder reminder, long now, CancellationToken cancellationToken)
    {
        if (WithoutDelivery(reminder, now) is { } outcome)
        {
            settler.Settle(new PendingDelivery(reminder, activity: null, clock.GetTimestamp()), outcome);
            return;
        }

        var target = callbacks.Find(reminder.Content.Target);
        if (target is null)
            log.UnknownTarget(reminder.Key.Id, reminder.Content.Target);

        // What cannot be handed over stays where it is: everything is read again when the target is reached, and once a minute.
        if (target is null || !await target.SendAsync(reminder, cancellationToken))
            inFlight.Release(reminder);
    }

    /// <summary>What becomes of a reminder that nobody has to be asked about; null: it is to be delivered.</summary>
    private Outcome? WithoutDelivery(DueReminder reminder, long now)
    {
        if (reminder.Fault is { } fault)
            return new Outcome.Undeliverable(fault);
        if (DeliveryRules.Of(reminder.Content.DeliveryPolicy).IsExpired(reminder.DueAt, now))
            return new Outcome.Expired();

        try
        {
            // Only once it can be delivered: until then the latest occurrence may still change.
            return callbacks.Find(reminder.Content.Target) is { IsConnected: true } && series.IsPassedOver(reminder, now, out var instead)
                ? new Outcome.Missed(instead)
                : null;
        }
        catch (ScheduleFaultException unusable)
        {
            return new Outcome.Undeliverable(unusable.Message);
        }
    }
}
