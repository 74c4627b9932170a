using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// What has been read and not yet settled. It is not stored: when the process dies, what was unsettled is delivered again under the
/// same delivery id. What was read through a session that has ended counts for nothing in the next.
/// </summary>
internal sealed class InFlight
{
    private readonly Lock _lock = new();
    private readonly HashSet<(DeliveryKey Key, IShardSession Session)> _entries = [];
    private readonly Dictionary<(int Shard, IShardSession Session), int> _counts = [];
    private readonly List<DueReminder> _releasedDuringScan = [];
    private bool _scanning;

    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>How much of a shard is in flight for a session.</summary>
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
                _counts[(reminder.Shard, reminder.Session)] = _counts.GetValueOrDefault((reminder.Shard, reminder.Session)) + 1;
                admitted.Add(reminder);
            }

            _scanning = false;
            foreach (var reminder in _releasedDuringScan)
                Remove(reminder);
            _releasedDuringScan.Clear();
            return admitted;
        }
    }

    /// <summary>It has been settled, or was not delivered after all.</summary>
    public void Release(DueReminder reminder)
    {
        lock (_lock)
        {
            if (_scanning)
                _releasedDuringScan.Add(reminder);
            else
                Remove(reminder);
        }
    }

    private void Remove(DueReminder reminder)
    {
        var shard = (reminder.Shard, reminder.Session);
        if (!_entries.Remove((reminder.Key, reminder.Session)))
            return;
        if (--_counts[shard] == 0)
            _counts.Remove(shard);
    }
}
