using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Quartz;

namespace Nudge.SchedulerService.Timing;

/// <summary>
/// Tells Quartz when some shard next needs a look: one trigger, at the earliest instant of all, only ever moved earlier, gone when it has
/// fired, and then set to what comes next. The owner of a shard that is another node's is told.
/// </summary>
internal sealed class WakeUps(ISchedulerFactory quartz, ShardOwner owner, IShardNotices notices, ShardPulses pulses, TimeProvider clock)
{
    /// <summary>What is further ahead the owner's own safety net finds in time. Milliseconds.</summary>
    private const long WorthTelling = 2_000;

    /// <summary>
    /// What comes due within this of the last wake-up shares the next one, and with it a round trip to the store. Who is alone is not kept
    /// waiting. Milliseconds.
    /// </summary>
    private const long Interval = 2;

    /// <summary>A trigger that is so late does not come any more. Milliseconds.</summary>
    private const long Lost = 1_000;

    /// <summary>When each shard needs a look; long.MaxValue where nobody said so.</summary>
    private readonly long[] _expected = [.. Enumerable.Repeat(long.MaxValue, Shard.Count)];

    /// <summary>The instant the trigger stands at; long.MaxValue while there is none. Spares Quartz what would change nothing.</summary>
    private long _armed = long.MaxValue;
    private long _notBefore;

    /// <summary>A shard has something that is visible from then on: it is looked at then, or at once when that has passed.</summary>
    public async ValueTask ExpectAsync(int shard, long visibleAt)
    {
        var now = Instant.Floor(clock.GetUtcNow());
        if (!owner.Owns(shard))
        {
            if (visibleAt <= now + WorthTelling)
                notices.Tell(shard, visibleAt);
            return;
        }

        if (visibleAt <= now)
            pulses.Pulse(shard, visibleAt);
        else if (Lower(ref _expected[shard], visibleAt) || IsLost(now))
            await ArmAsync(visibleAt, now);
    }

    /// <summary>The trigger fired: shards that need a look get it, and the trigger is set to when the next one does.</summary>
    public async ValueTask FiredAsync()
    {
        // Before the shards are gone through: whoever expects something while they are, and after its shard's turn, sets the trigger itself.
        Interlocked.Exchange(ref _armed, long.MaxValue);
        var now = Instant.Floor(clock.GetUtcNow());
        Volatile.Write(ref _notBefore, now + Interval);

        var next = long.MaxValue;
        for (var shard = 0; shard < Shard.Count; shard++)
        {
            var expected = Volatile.Read(ref _expected[shard]);
            if (expected <= now)
                pulses.Pulse(shard, Interlocked.Exchange(ref _expected[shard], long.MaxValue));
            else
                next = Math.Min(next, expected);
        }

        if (next != long.MaxValue)
            await ArmAsync(next, now);
    }

    private async ValueTask ArmAsync(long instant, long now)
    {
        var isLost = IsLost(now);
        if (isLost)
            Interlocked.Exchange(ref _armed, long.MaxValue);
        instant = Math.Max(instant, Volatile.Read(ref _notBefore));
        if (!Lower(ref _armed, instant))
            return;

        var scheduler = await quartz.GetScheduler();
        // On the clock that Quartz itself goes by: what it missed it moves to "now", again and again if that is another clock's past.
        var trigger = TriggerBuilder.Create(clock)
            .WithIdentity(WakeUpJob.TriggerKey)
            .ForJob(WakeUpJob.Key)
            .StartAt(Instant.ToDateTimeOffset(instant))
            .Build();
        await scheduler.ScheduleTrigger(trigger, isLost ? TriggerConflict.Replace : TriggerConflict.KeepEarlier);
    }

    /// <summary>What should have fired long ago is not waited for: Quartz, or the machine, may have slept.</summary>
    private bool IsLost(long now) => Interlocked.Read(ref _armed) < now - Lost;

    /// <returns>Whether it was later.</returns>
    private static bool Lower(ref long instant, long to)
    {
        while (true)
        {
            var present = Interlocked.Read(ref instant);
            if (present <= to)
                return false;
            if (Interlocked.CompareExchange(ref instant, to, present) == present)
                return true;
        }
    }
}
