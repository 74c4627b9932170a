namespace Nudge.SchedulerService.Storage;

/// <summary>
/// Notifies the owner of a shard on another node that a reminder becomes visible soon. A lost notice delays the reminder by at most a
/// second, until the owner's safety net finds it.
/// </summary>
internal interface IShardNotices
{
    /// <summary>Notifies the owner of the shard. Concurrent notices are sent together. Never waits and never throws.</summary>
    void Notify(int shard, Instant visibleAt);

    /// <summary>
    /// Listens until <paramref name="stoppingToken"/> is cancelled, and reconnects as needed. Calls <paramref name="heard"/> with (shard,
    /// visible_at) for each notice. Calls <paramref name="connected"/> after each connect, since earlier notices may be lost.
    /// </summary>
    Task ListenAsync(Action<int, Instant> heard, Action connected, CancellationToken stoppingToken);
}
