using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// Reads what is due in the shards that this node owns, a page of each that has something, and hands it to the callbacks. Reading claims
/// nothing; what keeps a reminder from being delivered twice is that one node owns its shard and knows what it has in flight.
/// </summary>
internal sealed class Dispatcher(
    ShardOwner owner, ShardPulses pulses, InFlight inFlight, ReadingProgress progress, WakeUps wakeUps, Callbacks callbacks, Settler settler,
    DeliveryCheck check, TimeProvider clock, ILogger<Dispatcher> log) : BackgroundService
{
    /// <summary>How many reminders a scan reads at most.</summary>
    private const int PageSize = 1024;

    /// <summary>How many shards a scan reads at most: a round trip for each would keep the session from settling.</summary>
    private const int ShardsPerScan = 16;

    /// <summary>How long to wait for a store whose own clock is a little behind and says that nothing is due yet. Milliseconds.</summary>
    private const long WaitForStoreClock = 5;

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

    /// <summary>Whatever is wrong with one shard, the others are delivered.</summary>
    private async Task ReadAsync(IReadOnlyList<(int Shard, long From)> asked, CancellationToken stoppingToken)
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

    private async Task ReadPagesAsync(IReadOnlyList<(int Shard, long From)> asked, CancellationToken cancellationToken)
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
            // Whoever keeps the sessions says so, and whoever takes the shards next reads them from their start.
            return;
        }
        finally
        {
            admitted = inFlight.Admit(pages.SelectMany(page => page.Reminders));
        }

        var own = new OwnOutcomes(pulses);
        await HandOverAsync(admitted, own, now, cancellationToken);
        for (var i = 0; i < pages.Count; i++)
            await GoOnAsync(shards[i].Shard, pages[i], own, now);
        own.Done();
    }

    /// <summary>
    /// While no callback is reached nothing could be handed over: what is due is read when one is, and once a minute for what expires
    /// meanwhile. What is not ours (any more) is read from its start by whoever takes it.
    /// </summary>
    private bool IsWanted(int shard, long from) => (callbacks.AnyConnected || from == long.MinValue) && owner.Owns(shard);

    /// <summary>The shard is looked at again when the others had their turn, or when something more is due.</summary>
    private async ValueTask GoOnAsync(int shard, DuePage page, OwnOutcomes own, long now)
    {
        var cursor = _cursors[shard];
        if (page.More)
        {
            cursor.Advance(new ScanPosition(page.Reminders[^1].VisibleAt, page.Reminders[^1].Key.Id));
            own.ReadOn(shard);
            return;
        }

        // A store whose own clock is behind has not read everything.
        if (cursor.Leave(Math.Min(now, page.NextVisibleAt ?? now)))
            pulses.Pulse(shard, long.MaxValue);
        else
            progress.Read(shard, now);
        if (page.NextVisibleAt is { } next)
            await wakeUps.ExpectAsync(shard, next > now ? next : now + WaitForStoreClock);
    }

    private async ValueTask HandOverAsync(List<DueReminder> admitted, OwnOutcomes own, long now, CancellationToken cancellationToken)
    {
        var next = 0;
        try
        {
            for (; next < admitted.Count; next++)
                await HandOverAsync(admitted[next], own, now, cancellationToken);
        }
        finally
        {
            // Whatever went wrong with one: what was not handed over is not in flight, and is read again.
            for (; next < admitted.Count; next++)
                inFlight.Release(admitted[next]);
        }
    }

    private ValueTask HandOverAsync(DueReminder reminder, OwnOutcomes own, long now, CancellationToken cancellationToken)
    {
        var target = callbacks.Find(reminder.Content.Target);
        var isReachable = target is { IsConnected: true };
        if (check.WithoutDelivery(reminder, now, isReachable) is { } outcome)
        {
            Settle(reminder, outcome, own);
            return ValueTask.CompletedTask;
        }

        if (target is null)
            log.UnknownTarget(reminder.Key.Id, reminder.Content.Target);
        if (target is null || !isReachable)
        {
            // It stays where it is: it is read again when the target is reached, and once a minute, for it may expire.
            inFlight.Release(reminder);
            progress.LeftBehind(reminder.Shard, reminder.VisibleAt, untilConnected: true);
            return ValueTask.CompletedTask;
        }

        var admission = target.Admit(reminder);
        if (admission.PutBackUntil is { } until)
            Settle(reminder, new Outcome.PutBack(until), own);
        return admission.IsNow ? target.SendAsync(reminder, admission.Lane, cancellationToken) : ValueTask.CompletedTask;
    }

    private void Settle(DueReminder reminder, Outcome outcome, OwnOutcomes own)
    {
        own.Add();
        settler.Settle(new PendingDelivery(reminder, activity: null, clock.GetTimestamp()) { SlotFreed = own.Done }, outcome);
    }
}
