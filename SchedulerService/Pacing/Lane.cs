using Nudge.SchedulerService.Shards;

namespace Nudge.SchedulerService.Pacing;

/// <summary>
/// The reminders of one lane, which share a rate limit, a concurrency limit and a queue. The lock of <see cref="Lanes"/> protects them. Times are
/// timestamps of the monotonic clock.
/// </summary>
internal sealed class Lane(string name, int shard, long interval, LaneOptions options, Action<Lane> left)
{
    // Created on demand: most lanes belong to a single user, and nothing ever waits in them.
    private Queue<WaitingReminder>? _waiting;
    private Gcra _rate = new(interval, options.Burst);
    private long _firstFreeSlot;
    private long _firstFreeReturn;
    private long _takenOverAt = -1;
    private int _inFlight;
    private Action? _onSettled;

    public string Name => name;

    public int Shard => shard;

    public int InFlight => _inFlight;

    public int Waiting => _waiting?.Count ?? 0;

    /// <summary>Gets or sets whether the lane is in the queue of the lanes that can use a slot.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Gets the time of the next slot of the lane.</summary>
    public long NextAt => _rate.NextAt;

    /// <summary>Gets the time at which all waiting and deferred reminders have had their slots.</summary>
    public long DrainedAt => Math.Max(_rate.NextAt + (Waiting * interval), _firstFreeSlot);

    /// <summary>Returns how many deferred reminders have not yet had their slot.</summary>
    public long DeferredBy(long now) => Math.Max(0, _firstFreeSlot - Math.Max(now, _rate.NextAt + (Waiting * interval))) / interval;

    /// <summary>Gets whether a reminder waits and the concurrency limit permits its delivery.</summary>
    public bool IsWanting => Waiting > 0 && _inFlight < options.MaxInFlight;

    /// <summary>Gets the action to call once when a delivery that used a slot is settled.</summary>
    public Action OnSettled => _onSettled ??= () => left(this);

    /// <summary>Returns whether the lane can be removed without an effect on its limits.</summary>
    public bool IsIdle(long now) => Waiting == 0 && _inFlight == 0 && _rate.IsFull(now) && _firstFreeSlot <= now && _firstFreeReturn <= now;

    /// <summary>Records when this node took over the shard of the lane. The previous owner may have used every slot up to that time.</summary>
    public void TakenOver(long at)
    {
        if (at == _takenOverAt)
            return;
        _takenOverAt = at;
        _rate.Empty(at);
    }

    /// <summary>Takes a slot if the rate limit and the concurrency limit permit it.</summary>
    public bool TryTake(long now)
    {
        if (_inFlight >= options.MaxInFlight || !_rate.TryTake(now))
            return false;
        _inFlight++;
        return true;
    }

    /// <summary>Records that a delivery has ended.</summary>
    public void Leave() => _inFlight--;

    /// <summary>Returns the slot of a reminder that is not delivered after all.</summary>
    public void GiveBack()
    {
        _inFlight--;
        _rate.GiveBack();
    }

    /// <summary>Permits no slot before a time.</summary>
    public void Hold(long until) => _rate.Hold(until);

    /// <summary>
    /// Lets a reminder wait if there is room. New reminders get half of the room and returning ones all of it, so that a reminder is deferred only
    /// once.
    /// </summary>
    public bool TryWait(WaitingReminder reminder, bool isReturning)
    {
        if (Waiting >= (isReturning ? options.MaxWaiting : (options.MaxWaiting + 1) / 2))
            return false;
        (_waiting ??= new()).Enqueue(reminder);
        return true;
    }

    public WaitingReminder Peek() => _waiting!.Peek();

    public WaitingReminder Dequeue() => _waiting!.Dequeue();

    /// <summary>
    /// Returns the time of the slot until which a reminder is deferred, after the slots of all reminders that were deferred before. Returning
    /// reminders that find no room have a line of their own, ahead of the reminders that have not returned yet.
    /// </summary>
    public long Defer(long now, bool isReturning)
    {
        var drained = Math.Max(_rate.NextAt, now) + (Waiting * interval);
        ref var firstFree = ref isReturning ? ref _firstFreeReturn : ref _firstFreeSlot;
        var slot = Math.Max(drained, firstFree);
        firstFree = slot + interval;
        return slot;
    }
}
