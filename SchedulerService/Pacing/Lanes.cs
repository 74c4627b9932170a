using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Pacing;

/// <summary>
/// The lanes of a callback: who may go now, who waits, and who is next. Nothing here waits, and no lane waits for another. A lane is in the
/// memory of the one node that owns its shard; it is made when something is due in it, and forgotten when that would change nothing.
/// </summary>
internal sealed class Lanes(LaneOptions options, ShardOwner owner, InFlight inFlight, ReadingProgress progress, TimeProvider clock)
{
    /// <summary>So many lanes, and twice those that were left the last time, are not looked through for some to forget.</summary>
    private const int FewLanes = 256;

    private static readonly TimeSpan ForgetInterval = TimeSpan.FromSeconds(1);

    private readonly long _interval = (long)Math.Ceiling(clock.TimestampFrequency / options.PerSecond);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Lane, long> _queue = new();
    private long _forgotAt = clock.GetTimestamp();
    private int _manyLanes = FewLanes;
    private Action<Lane>? _left;

    /// <summary>Called when some lane has a slot sooner than was known, outside of any lock.</summary>
    public Action Sooner { private get; set; } = () => { };

    /// <summary>Takes in a reminder that is due and in flight.</summary>
    public Admission Enter(DueReminder reminder)
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            var lane = FindOrAdd(reminder, now);
            if (lane.Waiting == 0 && lane.TryTake(now))
                return Admission.Now(lane);

            if (!lane.TryWait(WaitingReminder.Of(reminder), isReturning: reminder.WasTried))
            {
                var wait = clock.GetElapsedTime(now, lane.PutBack(now, isReturning: reminder.WasTried));
                return Admission.PutBack(Instant.Ceiling(clock.GetUtcNow() + wait));
            }

            inFlight.Park(reminder);
            Queue(lane);
        }

        Sooner();
        return Admission.Waits;
    }

    /// <summary>Takes a slot for those whose turn it is: lane after lane, in the order in which they have one.</summary>
    /// <param name="most">How many it takes.</param>
    /// <returns>Each with its lane, which is told when it is settled, or when it is not to be delivered after all.</returns>
    public IReadOnlyList<(Lane Lane, WaitingReminder Reminder)> Take(int most)
    {
        var taken = new List<(Lane Lane, WaitingReminder Reminder)>();
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            while (taken.Count < most && _queue.TryPeek(out var lane, out var at) && at <= now)
            {
                _queue.Dequeue();
                lane.IsQueued = false;
                DropWhatIsNotOurs(lane);
                while (lane.Waiting > 0 && taken.Count < most && lane.TryTake(now))
                    taken.Add((lane, lane.Dequeue()));
                Queue(lane);
            }
        }

        return taken;
    }

    /// <summary>The timestamp at which the next slot is free for something that waits; long.MaxValue: nothing waits for one.</summary>
    public long NextAt()
    {
        lock (_lock)
            return _queue.TryPeek(out _, out var at) ? at : long.MaxValue;
    }

    /// <summary>What a slot was taken for is no longer to be delivered: the next one has it.</summary>
    public void GiveBack(Lane lane)
    {
        lock (_lock)
        {
            lane.GiveBack();
            Queue(lane);
        }

        Sooner();
    }

    /// <summary>The callback was told to go slower: a lane has no slot before that time has passed.</summary>
    public void Hold(string name, TimeSpan time)
    {
        lock (_lock)
        {
            if (_lanes.TryGetValue(name, out var lane))
                lane.Hold(clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency));
        }
    }

    /// <summary>The callback is not reached any more. What waits is read again when it is.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            foreach (var lane in _lanes.Values)
                Drop(lane, untilConnected: true);
        }
    }

    /// <summary>Lanes that hold something up, in no order.</summary>
    public IReadOnlyList<Backlog> Backlogs()
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            return
            [
                .. _lanes.Values.Where(lane => lane.Waiting > 0 || lane.PutBackBy(now) > 0)
                    .Select(lane => new Backlog(
                        lane.Name, lane.Waiting, lane.PutBackBy(now), lane.InFlight, clock.GetElapsedTime(now, lane.NextAt), clock.GetElapsedTime(now, lane.DrainedAt))),
            ];
        }
    }

    private Lane FindOrAdd(DueReminder reminder, long now)
    {
        var name = reminder.Content.Lane;
        if (!_lanes.TryGetValue(name, out var lane))
        {
            Forget(now);
            _lanes.Add(name, lane = new Lane(name, reminder.Shard, _interval, options, _left ??= Left));
        }

        lane.TakenOver(owner.TakenAt(reminder.Shard));
        return lane;
    }

    private void Left(Lane lane)
    {
        lock (_lock)
        {
            lane.Leave();
            if (lane.Waiting == 0)
                return;
            Queue(lane);
        }

        Sooner();
    }

    private void Queue(Lane lane)
    {
        if (lane.IsQueued || !lane.IsWanting)
            return;
        lane.IsQueued = true;
        _queue.Enqueue(lane, lane.NextAt);
    }

    /// <summary>What was read for a session that has ended, or of a shard that is another node's by now, is read again by whoever has it.</summary>
    private void DropWhatIsNotOurs(Lane lane)
    {
        if (!owner.Owns(lane.Shard))
            Drop(lane, untilConnected: false);
        while (lane.Waiting > 0 && !ReferenceEquals(lane.Peek().Session, owner.Session))
            inFlight.Release(lane.Dequeue());
    }

    private void Drop(Lane lane, bool untilConnected)
    {
        while (lane.Waiting > 0)
        {
            var reminder = lane.Dequeue();
            inFlight.Release(reminder);
            progress.LeftBehind(reminder.Shard, reminder.VisibleAt, untilConnected);
        }
    }

    /// <summary>
    /// Now and then, and whenever they have doubled: where each reminder is of another lane, nearly all of them are idle a moment later.
    /// </summary>
    private void Forget(long now)
    {
        if (_lanes.Count < _manyLanes && clock.GetElapsedTime(_forgotAt, now) < ForgetInterval)
            return;
        _forgotAt = now;
        foreach (var (name, lane) in _lanes)
        {
            if (lane.IsIdle(now))
                _lanes.Remove(name);
        }

        _manyLanes = Math.Max(FewLanes, 2 * _lanes.Count);
    }
}
