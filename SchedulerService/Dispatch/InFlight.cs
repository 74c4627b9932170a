using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// What has been read and not yet settled. It is not stored: when the process dies, what was unsettled is delivered again under the
/// same delivery id.
/// </summary>
internal sealed class InFlight
{
    private readonly Lock _lock = new();
    private readonly HashSet<DeliveryKey> _keys = [];
    private readonly List<DeliveryKey> _releasedDuringScan = [];
    private bool _scanning;

    public int Count
    {
        get
        {
            lock (_lock)
                return _keys.Count;
        }
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
    public List<DueReminder> Admit(IReadOnlyList<DueReminder> read)
    {
        lock (_lock)
        {
            var admitted = new List<DueReminder>(read.Count);
            foreach (var reminder in read)
            {
                if (_keys.Add(reminder.Key))
                    admitted.Add(reminder);
            }

            _scanning = false;
            foreach (var key in _releasedDuringScan)
                _keys.Remove(key);
            _releasedDuringScan.Clear();
            return admitted;
        }
    }

    /// <summary>It has been settled, or was not delivered after all.</summary>
    public void Release(DeliveryKey key)
    {
        lock (_lock)
        {
            if (_scanning)
                _releasedDuringScan.Add(key);
            else
                _keys.Remove(key);
        }
    }
}
