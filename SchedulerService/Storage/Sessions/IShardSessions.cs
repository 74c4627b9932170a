namespace Nudge.SchedulerService.Storage;

/// <summary>Opens the sessions through which shards are owned. A node has one at a time.</summary>
internal interface IShardSessions
{
    /// <summary>
    /// Gets the number of writers of a session. Each shard belongs to one writer (<see cref="Reminders.Shard.WriterOf"/>). A writer makes one commit
    /// at a time.
    /// </summary>
    int Writers { get; }

    /// <summary>Opens a session that owns no shard yet. From then on the other nodes count this node.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be used.</exception>
    Task<IShardSession> OpenAsync(CancellationToken cancellationToken);
}
