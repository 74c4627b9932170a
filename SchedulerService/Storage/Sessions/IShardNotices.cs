namespace Nudge.SchedulerService.Storage;

/// <summary>
/// Notifies the owner of a shard on another node that a reminder becomes visible soon. A lost notice delays the reminder by at most a
/// second, until the owner's safety net finds it. Instants are milliseconds since 1970 in UTC.
/// </summary>
internal interface IShardNotices
{
    /// <summary>Notifies the owner of the shard. Concurrent notices are sent together. Never waits and never throws.</summary>
    void Notify(int shard, long visibleAt);

    /// <summary>
    /// Listens until <paramref name="stoppingToken"/> is cancelled, and reconnects as needed. Calls <paramref name="heard"/> with (shard,
    /// visible_at) for each notice. Calls <paramref name="connected"/> after each connect, since earlier notices may be lost.
    /// </summary>
    Task ListenAsync(Action<int, long> heard, Action connected, CancellationToken stoppingToken);
}
