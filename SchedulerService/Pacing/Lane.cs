namespace Nudge.SchedulerService.Pacing;

/// <summary>The reminders of one pacing key, which share a rate and a place in the order of those that wait. <see cref="Lanes"/> has its lock.</summary>
internal sealed class Lane(string name, int shard, long interval, LaneOptions options, Action<Lane> left)
{
    // Most lanes are somebody's own, in which nothing ever waits.
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

    /// <summary>Whether it is in the queue of those that have something for a slot.</summary>
    public bool IsQueued { get; set; }

    /// <summary>When it has a slot.</summary>
    public long NextAt => _rate.NextAt;

    /// <summary>When everything that waits, or has been put back, has had its slot.</summary>
    public long DrainedAt => Math.Max(_rate.NextAt + (Waiting * interval), _firstFreeSlot);

    /// <summary>How many were put back whose slot is still to come.</summary>
    public long PutBackBy(long now) => Math.Max(0, _firstFreeSlot - Math.Max(now, _rate.NextAt + (Waiting * interval))) / interval;

    /// <summary>Whether it has something for a slot, and may use one.</summary>
    public bool IsWanting => Waiting > 0 && _inFlight < options.MaxInFlight;

    /// <summary>To be called once a delivery that had a slot is settled, or was not sent after all.</summary>
    public Action OnSettled => _onSettled ??= () => left(this);

    /// <summary>Whether forgetting it changes nothing.</summary>
    public bool IsIdle(long now) => Waiting == 0 && _inFlight == 0 && _rate.IsFull(now) && _firstFreeSlot <= now && _firstFreeReturn <= now;

    /// <summary>Its shard was taken over then; whoever had it before may have used everything up to that time.</summary>
    public void TakenOver(long at)
    {
        if (at == _takenOverAt)
            return;
        _takenOverAt = at;
        _rate.Empty(at);
    }

    public bool TryTake(long now)
    {
        if (_inFlight >= options.MaxInFlight || !_rate.TryTake(now))
            return false;
        _inFlight++;
        return true;
    }

    /// <summary>A delivery has ended.</summary>
    public void Leave() => _inFlight--;

    /// <summary>What a slot was taken for is no longer to be delivered.</summary>
    public void GiveBack()
    {
        _inFlight--;
        _rate.GiveBack();
    }

    public void Hold(long until) => _rate.Hold(until);

    /// <summary>
    /// Lets a reminder wait, if there is room. What has been put back before has a place even where there is none for what comes anew, so that it
    /// is put back once.
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
    /// The slot until which a reminder is put back: behind everything that was put back before. Those that come back and find no room are lined up
    /// by themselves, in front of what has not yet had its turn.
    /// </summary>
    public long PutBack(long now, bool isReturning)
    {
        var drained = Math.Max(_rate.NextAt, now) + (Waiting * interval);
        ref var firstFree = ref isReturning ? ref _firstFreeReturn : ref _firstFreeSlot;
        var slot = Math.Max(drained, firstFree);
        firstFree = slot + interval;
        return slot;
    }
}
