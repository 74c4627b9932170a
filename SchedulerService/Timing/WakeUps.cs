using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Quartz;

namespace Nudge.SchedulerService.Timing;

/// <summary>
/// Tells Quartz when each shard next needs a look: one trigger for each shard, only ever moved earlier, gone when it has fired. The owner of
/// a shard that is another node's is told.
/// </summary>
internal sealed class WakeUps(ISchedulerFactory quartz, ShardOwner owner, IShardNotices notices, ShardPulses pulses, TimeProvider clock)
{
    /// <summary>What is further ahead the owner's own safety net finds in time. Milliseconds.</summary>
    private const long WorthTelling = 2_000;

    /// <summary>The instant each shard's trigger stands at; long.MaxValue where there is none. Spares Quartz what would change nothing.</summary>
    private readonly long[] _armed = [.. Enumerable.Repeat(long.MaxValue, Shard.Count)];

    /// <summary>A shard has something that is visible from then on: it is looked at then, or at once when that has passed.</summary>
    public async ValueTask ExpectAsync(int shard, long visibleAt, CancellationToken cancellationToken)
    {
        var now = Instant.Floor(clock.GetUtcNow());
        if (!owner.Owns(shard))
        {
            if (visibleAt <= now + WorthTelling)
                notices.Tell(shard, visibleAt);
            return;
        }

        if (visibleAt <= now)
        {
            pulses.Pulse(shard, visibleAt);
            return;
        }

        if (!LowerTo(shard, visibleAt))
            return;

        var scheduler = await quartz.GetScheduler(cancellationToken);
        // On the clock that Quartz itself goes by: what it missed it moves to "now", again and again if that is another clock's past.
        var trigger = TriggerBuilder.Create(clock)
            .WithIdentity(WakeUpJob.TriggerKey(shard))
            .ForJob(WakeUpJob.Key)
            .StartAt(Instant.ToDateTimeOffset(visibleAt))
            .Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.KeepEarlier, cancellationToken);
    }

    /// <summary>A shard's trigger fired. The shard is looked at, and its next trigger comes from what it then finds.</summary>
    public void Fired(int shard, long visibleAt)
    {
        Volatile.Write(ref _armed[shard], long.MaxValue);
        pulses.Pulse(shard, visibleAt);
    }

    private bool LowerTo(int shard, long visibleAt)
    {
        while (true)
        {
            var armed = Volatile.Read(ref _armed[shard]);
            if (armed <= visibleAt)
                return false;
            if (Interlocked.CompareExchange(ref _armed[shard], visibleAt, armed) == armed)
                return true;
        }
    }
}
