using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Pacing;

/// <summary>
/// The lanes of a callback. They decide which reminders go now, which wait and which is next. No call blocks, and no lane waits for another. A lane
/// exists in the memory of the node that owns its shard. It is created when a reminder of it is due and removed when it is idle. Times are timestamps
/// of the monotonic clock.
/// </summary>
internal sealed class Lanes(LaneOptions options, ShardOwner owner, InFlight inFlight, TimeProvider clock)
{
    /// <summary>
    /// From this many lanes on, idle lanes are removed at once and not only every <see cref="ForgetInterval"/>. After a removal the threshold is at
    /// least twice the lanes that are left.
    /// </summary>
    private const int MinSweepThreshold = 256;

    private static readonly TimeSpan ForgetInterval = TimeSpan.FromSeconds(1);

    private readonly long _interval = (long)Math.Ceiling(clock.TimestampFrequency / options.PerSecond);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Lane, long> _queue = new();
    private long _forgotAt = clock.GetTimestamp();
    private int _sweepThreshold = MinSweepThreshold;
    private Action<Lane>? _left;

    /// <summary>Sets the action that is called, outside of any lock, when a lane has an earlier slot than was known.</summary>
    public Action Sooner { private get; set; } = () => { };

    /// <summary>Decides whether a reminder that is due and in flight is delivered now, waits in memory, or is deferred.</summary>
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
                var wait = clock.GetElapsedTime(now, lane.Defer(now, isReturning: reminder.WasTried));
                return Admission.Defer(Instant.Ceiling(clock.GetUtcNow() + wait));
            }

            inFlight.Park(reminder);
            Queue(lane);
        }

        Sooner();
        return Admission.Waits;
    }

    /// <summary>Takes slots for waiting reminders, lane by lane in the order of their slots.</summary>
    /// <param name="most">The largest number of reminders to take, at least 1.</param>
    /// <returns>Each reminder with its lane. The caller notifies the lane when the reminder is settled or is not delivered after all.</returns>
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

    /// <summary>Returns the time of the next slot for a waiting reminder; long.MaxValue when no waiting reminder can use a slot.</summary>
    public long NextAt()
    {
        lock (_lock)
            return _queue.TryPeek(out _, out var at) ? at : long.MaxValue;
    }

    /// <summary>Returns the slot of a reminder that is not delivered after all. The next reminder uses it.</summary>
    public void GiveBack(Lane lane)
    {
        lock (_lock)
        {
            lane.GiveBack();
            Queue(lane);
        }

        Sooner();
    }

    /// <summary>Stops a lane for a time, because the callback was told to slow down.</summary>
    public void Hold(string name, TimeSpan time)
    {
        lock (_lock)
        {
            if (_lanes.TryGetValue(name, out var lane))
                lane.Hold(clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency));
        }
    }

    /// <summary>Releases all waiting reminders, because the callback is no longer connected. They are read again when it connects.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            foreach (var lane in _lanes.Values)
                Drop(lane, untilConnected: true);
        }
    }

    /// <summary>Returns the lanes that have a backlog, in no particular order.</summary>
    public IReadOnlyList<Backlog> Backlogs()
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            return
            [
                .. _lanes.Values.Where(lane => lane.Waiting > 0 || lane.DeferredBy(now) > 0)
                    .Select(lane => new Backlog(
                        lane.Name, lane.Waiting, lane.DeferredBy(now), lane.InFlight, clock.GetElapsedTime(now, lane.NextAt), clock.GetElapsedTime(now, lane.DrainedAt))),
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

    /// <summary>
    /// Releases waiting reminders that were read for an ended session or whose shard this node no longer owns. The owner of the shard reads them
    /// again.
    /// </summary>
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
            inFlight.Requeue(lane.Dequeue(), untilConnected);
    }

    /// <summary>
    /// Removes idle lanes, once a second and whenever the number of lanes has doubled. Where each reminder has a lane of its own, nearly all lanes
    /// are idle a moment later.
    /// </summary>
    private void Forget(long now)
    {
        if (_lanes.Count < _sweepThreshold && clock.GetElapsedTime(_forgotAt, now) < ForgetInterval)
            return;
        _forgotAt = now;
        foreach (var (name, lane) in _lanes)
        {
            if (lane.IsIdle(now))
                _lanes.Remove(name);
        }

        _sweepThreshold = Math.Max(MinSweepThreshold, 2 * _lanes.Count);
    }
}
