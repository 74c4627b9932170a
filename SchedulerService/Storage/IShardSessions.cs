using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage;

/// <summary>Opens the sessions through which shards are owned. A node has one at a time.</summary>
internal interface IShardSessions
{
    /// <summary>
    /// How many commits of outcomes a session has under way at most: it has so many writers, to which the shards are dealt
    /// (<see cref="Shard.WriterOf"/>), and each writes one after another.
    /// </summary>
    int Writers { get; }

    /// <summary>Opens a session that owns nothing yet; the node counts as present from then on.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be used.</exception>
    Task<IShardSession> OpenAsync(CancellationToken cancellationToken);
}
