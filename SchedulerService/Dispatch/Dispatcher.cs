using Nudge.SchedulerService.Callbacks;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Outcomes;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// Reads due reminders from the shards that this node owns, one page per shard, and hands them to the callbacks. Reading claims nothing. A reminder
/// is not delivered twice, because one node owns its shard and knows what it has in flight.
/// </summary>
internal sealed class Dispatcher(
    ShardOwner owner, ShardPulses pulses, InFlight inFlight, ReadingProgress progress, WakeUps wakeUps, CallbackTargets callbacks, Settler settler,
    DeliveryCheck check, TimeProvider clock, ILogger<Dispatcher> log) : BackgroundService
{
    /// <summary>The largest number of reminders that one scan reads.</summary>
    private const int PageSize = 1024;

    /// <summary>The largest number of shards that one scan reads. A round trip per shard would keep the session from settling.</summary>
    private const int ShardsPerScan = 16;

    /// <summary>The wait when the store's own clock is slightly behind and the store reports nothing due yet.</summary>
    private static readonly TimeSpan WaitForStoreClock = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan WaitForStore = TimeSpan.FromSeconds(1);

    private readonly ShardCursor[] _cursors = [.. Enumerable.Range(0, Shard.Count).Select(_ => new ShardCursor())];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
                await ReadAsync(await pulses.TakeAsync(ShardsPerScan, stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    /// <summary>Reads shards. A fault in one shard does not keep the others from being delivered.</summary>
    private async Task ReadAsync(IReadOnlyList<(int Shard, Instant From)> asked, CancellationToken stoppingToken)
    {
        try
        {
            await ReadPagesAsync(asked, stoppingToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && asked.Count > 1)
        {
            log.ShardsNotRead(failure, asked.Count);
            foreach (var one in asked)
                await ReadAsync([one], stoppingToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var (shard, from) = asked[0];
            log.ShardNotRead(failure, shard);
            await Task.Delay(WaitForStore, clock, stoppingToken);
            pulses.Pulse(shard, from);
        }
    }

    private async Task ReadPagesAsync(IReadOnlyList<(int Shard, Instant From)> asked, CancellationToken cancellationToken)
    {
        var session = owner.Session;
        var shards = new List<(int Shard, ScanPosition After)>(asked.Count);
        foreach (var (shard, from) in asked)
        {
            progress.Unread(shard, from);
            if (!IsWanted(shard, from))
                continue;
            _cursors[shard].Enter(from);
            progress.Unread(shard, _cursors[shard].Position.VisibleAt);
            shards.Add((shard, _cursors[shard].Position));
        }

        if (session is null || shards.Count == 0)
            return;

        var now = Instant.Floor(clock.GetUtcNow());
        inFlight.BeginScan();
        IReadOnlyList<DuePage> pages = [];
        List<DueReminder> admitted;
        try
        {
            pages = await session.ScanAsync(shards, now, PageSize / shards.Count, cancellationToken);
        }
        catch (StoreUnavailableException) when (session.IsGone)
        {
            // ShardOwner logs the lost session. The next owner reads the shards from their start.
            return;
        }
        finally
        {
            admitted = inFlight.Admit(pages.SelectMany(page => page.Reminders));
        }

        var inline = new InlineOutcomes(pulses);
        await HandOverAsync(admitted, inline, now, cancellationToken);
        for (var i = 0; i < pages.Count; i++)
            await ContinueScanAsync(shards[i].Shard, pages[i], inline, now);
        inline.Done();
    }

    /// <summary>
    /// Returns whether a shard is read now. Without a connected callback, shards are only read from the start, once a minute, because reminders may
    /// expire. A shard that this node does not own is read from its start by its next owner.
    /// </summary>
    private bool IsWanted(int shard, Instant from) => (callbacks.AnyConnected || from == Instant.Earliest) && owner.Owns(shard);

    /// <summary>Arranges the next read of a shard: after the other shards when the shard has more, otherwise when its next reminder is due.</summary>
    private async ValueTask ContinueScanAsync(int shard, DuePage page, InlineOutcomes inline, Instant now)
    {
        var cursor = _cursors[shard];
        if (page.More)
        {
            cursor.Advance(new ScanPosition(page.Reminders[^1].VisibleAt, page.Reminders[^1].Key.Id));
            inline.ReadOn(shard);
            return;
        }

        // A store whose own clock is behind has not returned everything up to now.
        if (cursor.Leave(Instant.Min(now, page.NextVisibleAt ?? now)))
            pulses.Pulse(shard, Instant.Never);
        else
            progress.Read(shard, now);
        if (page.NextVisibleAt is { } next)
            await wakeUps.ExpectAsync(shard, next > now ? next : now + WaitForStoreClock);
    }

    private async ValueTask HandOverAsync(List<DueReminder> admitted, InlineOutcomes inline, Instant now, CancellationToken cancellationToken)
    {
        var next = 0;
        try
        {
            for (; next < admitted.Count; next++)
                await HandOverAsync(admitted[next], inline, now, cancellationToken);
        }
        finally
        {
            // After a fault, the reminders that were not handed over are not in flight, and are read again.
            for (; next < admitted.Count; next++)
                inFlight.Release(admitted[next]);
        }
    }

    private ValueTask HandOverAsync(DueReminder reminder, InlineOutcomes inline, Instant now, CancellationToken cancellationToken)
    {
        var target = callbacks.Find(reminder.Content.Target);
        var isReachable = target is { IsConnected: true };
        if (check.WithoutDelivery(reminder, now, isReachable) is { } outcome)
        {
            Settle(reminder, outcome, inline);
            return ValueTask.CompletedTask;
        }

        if (target is null)
            log.UnknownTarget(reminder.Key.Id, reminder.Content.Target);
        if (target is null || !isReachable)
        {
            // The reminder stays in the store. It is read again when the target connects, and once a minute because it may expire.
            inFlight.Requeue(reminder, untilConnected: true);
            return ValueTask.CompletedTask;
        }

        var admission = target.Admit(reminder);
        if (admission.DeferredUntil is { } until)
            Settle(reminder, new Outcome.Deferred(until), inline);
        return admission.IsNow ? target.SendAsync(reminder, admission.Lane, cancellationToken) : ValueTask.CompletedTask;
    }

    private void Settle(DueReminder reminder, Outcome outcome, InlineOutcomes inline)
    {
        inline.Add();
        settler.Settle(new PendingDelivery(reminder, activity: null, clock.GetTimestamp()) { SlotFreed = inline.Done }, outcome);
    }
}
