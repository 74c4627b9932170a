using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Quartz;

namespace Nudge.SchedulerService.Shards;

/// <summary>
/// Sets the Quartz trigger for the earliest instant at which an owned shard has something due. The trigger moves only earlier. After it has fired, it
/// is set to the next instant. For a shard of another node, the owner is notified.
/// </summary>
internal sealed class WakeUps(ISchedulerFactory quartz, ShardOwner owner, IShardNotices notices, ShardPulses pulses, TimeProvider clock)
{
    /// <summary>The time ahead within which the owner is notified. The owner's safety net finds later instants soon enough.</summary>
    private static readonly TimeSpan NotifyThreshold = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The minimum time between two wake-ups. Reminders that come due meanwhile share the next one, and with it a round trip to the store. A lone
    /// reminder is not delayed.
    /// </summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    /// <summary>A trigger that is later than this is lost.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(1);

    /// <summary>The instant at which each shard has something due; Instant.Never when none is known.</summary>
    private readonly SharedInstant[] _expected = [.. Enumerable.Repeat(new SharedInstant(Instant.Never), Shard.Count)];

    /// <summary>The instant of the trigger; Instant.Never while there is none. It spares Quartz the calls that would change nothing.</summary>
    private SharedInstant _armed = new(Instant.Never);
    private SharedInstant _notBefore;

    /// <summary>Expects something visible in a shard from an instant on. The shard is read at that instant, or at once when it has passed.</summary>
    public async ValueTask ExpectAsync(int shard, Instant visibleAt)
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
        else if (_expected[shard].Lower(visibleAt) || IsLost(now))
            await ArmAsync(visibleAt, now);
    }

    /// <summary>Queues the shards that have something due and sets the trigger to the next instant.</summary>
    public async ValueTask FiredAsync()
    {
        // Cleared before the loop. A caller that expects something in a shard that the loop has passed then sets the trigger itself.
        _armed.Exchange(Instant.Never);
        var now = Instant.Floor(clock.GetUtcNow());
        _notBefore.Write(now + Interval);

        var next = Instant.Never;
        for (var shard = 0; shard < Shard.Count; shard++)
        {
            var expected = _expected[shard].Read();
            if (expected <= now)
                pulses.Pulse(shard, _expected[shard].Exchange(Instant.Never));
            else
                next = Instant.Min(next, expected);
        }

        if (next != Instant.Never)
            await ArmAsync(next, now);
    }

    private async ValueTask ArmAsync(Instant instant, Instant now)
    {
        var isLost = IsLost(now);
        if (isLost)
            _armed.Exchange(Instant.Never);
        instant = Instant.Max(instant, _notBefore.Read());
        if (!_armed.Lower(instant))
            return;

        var scheduler = await quartz.GetScheduler();
        // The trigger uses the clock of Quartz. On another clock its instant might always be in the past for Quartz, which moves a missed trigger to
        // "now" again and again.
        var trigger = TriggerBuilder.Create(clock)
            .WithIdentity(WakeUpJob.TriggerKey)
            .ForJob(WakeUpJob.Key)
            .StartAt(instant.ToDateTimeOffset())
            .Build();
        await scheduler.ScheduleTrigger(trigger, isLost ? TriggerConflict.Replace : TriggerConflict.KeepEarlier);
    }

    /// <summary>Returns whether the trigger should have fired long ago: Quartz or the machine may have slept.</summary>
    private bool IsLost(Instant now) => _armed.Read() < now - Lost;
}
