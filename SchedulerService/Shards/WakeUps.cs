using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Quartz;

namespace Nudge.SchedulerService.Shards;

/// <summary>
/// Sets the Quartz trigger for the earliest instant at which an owned shard has something due. The trigger moves only earlier. After it has fired, it
/// is set to the next instant. For a shard of another node, the owner is notified.
/// </summary>
internal sealed class WakeUps(ISchedulerFactory quartz, ShardOwner owner, IShardNotices notices, ShardPulses pulses, TimeProvider clock)
{
    /// <summary>The time ahead within which the owner is notified. The owner's safety net finds later instants soon enough. Milliseconds.</summary>
    private const long NotifyThreshold = 2_000;

    /// <summary>
    /// The minimum time between two wake-ups. Reminders that come due meanwhile share the next one, and with it a round trip to the store. A lone
    /// reminder is not delayed. Milliseconds.
    /// </summary>
    private const long Interval = 2;

    /// <summary>A trigger that is later than this is lost. Milliseconds.</summary>
    private const long Lost = 1_000;

    /// <summary>The instant at which each shard has something due; long.MaxValue when none is known.</summary>
    private readonly long[] _expected = [.. Enumerable.Repeat(long.MaxValue, Shard.Count)];

    /// <summary>The instant of the trigger; long.MaxValue while there is none. It spares Quartz the calls that would change nothing.</summary>
    private long _armed = long.MaxValue;
    private long _notBefore;

    /// <summary>Expects something visible in a shard from an instant on. The shard is read at that instant, or at once when it has passed.</summary>
    /// <param name="shard">The shard, from 0 to 63.</param>
    /// <param name="visibleAt">The instant, in milliseconds since 1970 in UTC.</param>
    public async ValueTask ExpectAsync(int shard, long visibleAt)
    {
        var now = Instant.Floor(clock.GetUtcNow());
        if (!owner.Owns(shard))
        {
            if (visibleAt <= now + NotifyThreshold)
                notices.Notify(shard, visibleAt);
            return;
        }

        if (visibleAt <= now)
            pulses.Pulse(shard, visibleAt);
        else if (Lower(ref _expected[shard], visibleAt) || IsLost(now))
            await ArmAsync(visibleAt, now);
    }

    /// <summary>Queues the shards that have something due and sets the trigger to the next instant.</summary>
    public async ValueTask FiredAsync()
    {
        // Cleared before the loop. A caller that expects something in a shard that the loop has passed then sets the trigger itself.
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
        // The trigger uses the clock of Quartz. On another clock its instant might always be in the past for Quartz, which moves a missed trigger to
        // "now" again and again.
        var trigger = TriggerBuilder.Create(clock)
            .WithIdentity(WakeUpJob.TriggerKey)
            .ForJob(WakeUpJob.Key)
            .StartAt(Instant.ToDateTimeOffset(instant))
            .Build();
        await scheduler.ScheduleTrigger(trigger, isLost ? TriggerConflict.Replace : TriggerConflict.KeepEarlier);
    }

    /// <summary>Returns whether the trigger should have fired long ago: Quartz or the machine may have slept.</summary>
    private bool IsLost(long now) => Interlocked.Read(ref _armed) < now - Lost;

    /// <returns>True when the instant was later and is now lowered.</returns>
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
