namespace Nudge.SchedulerService.Storage;

/// <summary>
/// Tells the owner of a shard on another node that something in it becomes visible soon. What is lost costs nothing but the time until
/// the owner's safety net looks, a second at most.
/// </summary>
internal interface IShardNotices
{
    /// <summary>Tells whoever owns the shard; notices that come together are sent together. Never waits, never throws.</summary>
    void Tell(int shard, long visibleAt);

    /// <summary>
    /// Listens until told to stop, reconnecting as needed. <paramref name="heard"/> is called with (shard, visible_at), and
    /// <paramref name="connected"/> whenever notices may have been missed.
    /// </summary>
    Task ListenAsync(Action<int, long> heard, Action connected, CancellationToken stoppingToken);
}
