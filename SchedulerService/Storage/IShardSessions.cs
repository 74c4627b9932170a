namespace Nudge.SchedulerService.Storage;

/// <summary>Opens the sessions through which shards are owned. A node has one at a time.</summary>
internal interface IShardSessions
{
    /// <summary>Opens a session that owns nothing yet; the node counts as present from then on.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be used.</exception>
    Task<IShardSession> OpenAsync(CancellationToken cancellationToken);
}
