using Nudge.SchedulerService.Pacing;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// What has been read and not yet settled. It is not stored: when the process dies, what was unsettled is delivered again under the
/// same delivery id. What was read for a session that has ended counts for nothing in the next.
/// </summary>
internal sealed class InFlight
{
    private readonly Lock _lock = new();
    private readonly HashSet<(DeliveryKey Key, IShardSession Session)> _entries = [];

    /// <summary>Those of them that wait in a lane: nobody has begun to deliver them, and so nobody has to wait for them either.</summary>
    private readonly HashSet<(DeliveryKey Key, IShardSession Session)> _parked = [];
    private readonly Dictionary<(int Shard, IShardSession Session), int> _counts = [];
    private readonly List<(DeliveryKey Key, int Shard, IShardSession Session)> _releasedDuringScan = [];
    private bool _scanning;

    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>Gets how much is being delivered: what waits in a lane is not.</summary>
    public int Delivering
    {
        get
        {
            lock (_lock)
                return _entries.Count - _parked.Count;
        }
    }

    /// <summary>How much of a shard is being delivered for a session.</summary>
    public int CountOf(int shard, IShardSession session)
    {
        lock (_lock)
            return _counts.GetValueOrDefault((shard, session));
    }

    /// <summary>
    /// A scan begins. Until <see cref="Admit"/> nothing is forgotten: the scan may have read a row just before the commit that settled
    /// it, and would deliver it again.
    /// </summary>
    public void BeginScan()
    {
        lock (_lock)
            _scanning = true;
    }

    /// <summary>The scan is over: takes in what it read, and returns what was not in flight already.</summary>
    public List<DueReminder> Admit(IEnumerable<DueReminder> read)
    {
        lock (_lock)
        {
            var admitted = new List<DueReminder>();
            foreach (var reminder in read)
            {
                if (!_entries.Add((reminder.Key, reminder.Session)))
                    continue;
                AddTo((reminder.Shard, reminder.Session), 1);
                admitted.Add(reminder);
            }

            _scanning = false;
            foreach (var (key, shard, session) in _releasedDuringScan)
                Remove(key, shard, session);
            _releasedDuringScan.Clear();
            return admitted;
        }
    }

    /// <summary>It waits in a lane from now on.</summary>
    public void Park(DueReminder reminder)
    {
        lock (_lock)
        {
            if (_parked.Add((reminder.Key, reminder.Session)))
                AddTo((reminder.Shard, reminder.Session), -1);
        }
    }

    /// <summary>It waits in a lane no longer: it is delivered.</summary>
    public void Unpark(DueReminder reminder)
    {
        lock (_lock)
        {
            if (_parked.Remove((reminder.Key, reminder.Session)))
                AddTo((reminder.Shard, reminder.Session), 1);
        }
    }

    /// <summary>It has been settled, or was not delivered after all.</summary>
    public void Release(DueReminder reminder) => Release(reminder.Key, reminder.Shard, reminder.Session);

    /// <summary>It waited in a lane, and is not delivered after all.</summary>
    public void Release(WaitingReminder reminder) => Release(reminder.Key, reminder.Shard, reminder.Session);

    private void Release(DeliveryKey key, int shard, IShardSession session)
    {
        lock (_lock)
        {
            if (_scanning)
                _releasedDuringScan.Add((key, shard, session));
            else
                Remove(key, shard, session);
        }
    }

    private void Remove(DeliveryKey key, int shard, IShardSession session)
    {
        if (_entries.Remove((key, session)) && !_parked.Remove((key, session)))
            AddTo((shard, session), -1);
    }

    private void AddTo((int Shard, IShardSession Session) shard, int more)
    {
        var count = _counts.GetValueOrDefault(shard) + more;
        if (count == 0)
            _counts.Remove(shard);
        else
            _counts[shard] = count;
    }
}
