using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Shards;

/// <summary>
/// The reminders that were read and are not yet settled. The set is not stored: after a crash, the unsettled reminders are delivered again under the
/// same delivery id. The entries of an ended session do not count for the next session.
/// </summary>
internal sealed class InFlight(ReadingProgress progress)
{
    private readonly Lock _lock = new();
    private readonly HashSet<(DeliveryKey Key, IShardSession Session)> _entries = [];

    /// <summary>The entries that wait in a lane. Their delivery has not begun, so the release of a shard does not wait for them.</summary>
    private readonly HashSet<(DeliveryKey Key, IShardSession Session)> _parked = [];
    private readonly Dictionary<(int Shard, IShardSession Session), int> _counts = [];
    private readonly List<(DeliveryKey Key, int Shard, IShardSession Session)> _releasedDuringScan = [];
    private bool _scanning;

    /// <summary>Gets the number of reminders in flight. Reminders that wait in a lane count, too.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>Gets the number of reminders that are being delivered. Reminders that wait in a lane do not count.</summary>
    public int Delivering
    {
        get
        {
            lock (_lock)
                return _entries.Count - _parked.Count;
        }
    }

    /// <summary>Returns how many reminders of a shard are being delivered for a session.</summary>
    public int CountOf(int shard, IShardSession session)
    {
        lock (_lock)
            return _counts.GetValueOrDefault((shard, session));
    }

    /// <summary>
    /// Begins a scan. No entry is removed until <see cref="Admit"/>: the scan may have read a row just before the commit that settled it. Without the
    /// entry, the reminder would be delivered again.
    /// </summary>
    public void BeginScan()
    {
        lock (_lock)
            _scanning = true;
    }

    /// <summary>Ends the scan. The reminders that were not in flight are added and returned.</summary>
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

    /// <summary>Marks a reminder as waiting in a lane.</summary>
    public void Park(DueReminder reminder)
    {
        lock (_lock)
        {
            if (_parked.Add((reminder.Key, reminder.Session)))
                AddTo((reminder.Shard, reminder.Session), -1);
        }
    }

    /// <summary>Marks a reminder that waited in a lane as being delivered.</summary>
    public void Unpark(DueReminder reminder)
    {
        lock (_lock)
        {
            if (_parked.Remove((reminder.Key, reminder.Session)))
                AddTo((reminder.Shard, reminder.Session), 1);
        }
    }

    /// <summary>Removes a reminder that was settled or is not delivered after all.</summary>
    public void Release(DueReminder reminder) => Release(reminder.Key, reminder.Shard, reminder.Session);

    /// <summary>Removes a reminder that waited in a lane and is not delivered after all.</summary>
    public void Release(WaitingReminder reminder) => Release(reminder.Key, reminder.Shard, reminder.Session);

    /// <summary>Removes a reminder that was not delivered and stays in the store. Its shard is read again.</summary>
    /// <param name="reminder">The reminder.</param>
    /// <param name="untilConnected">Whether the cause is a callback that is not connected. All shards are read again when it connects.</param>
    public void Requeue(DueReminder reminder, bool untilConnected) => Requeue(WaitingReminder.Of(reminder), untilConnected);

    /// <inheritdoc cref="Requeue(DueReminder, bool)"/>
    public void Requeue(WaitingReminder reminder, bool untilConnected)
    {
        Release(reminder);
        progress.Requeued(reminder.Shard, reminder.VisibleAt, untilConnected);
    }

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
