using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage;

/// <summary>
/// The session that owns shards. Only the session that owns a shard reads its reminders for delivery and settles them. When the session
/// ends, it loses both rights, and it is never silently reopened. Every method throws <see cref="StoreUnavailableException"/> when the store
/// cannot be used; <see cref="IsGone"/> then tells whether the session has ended. Any number of callers may use a session at once.
/// </summary>
internal interface IShardSession : IAsyncDisposable
{
    /// <summary>Gets whether the session has ended. An ended session does not come back.</summary>
    bool IsGone { get; }

    /// <summary>
    /// Gets whether, by the monotonic clock, no other node can have taken over the shards. It is true while the last successful use is
    /// younger than half of the time after which the store ends an idle session.
    /// </summary>
    bool IsTrusted { get; }

    /// <summary>Uses the session, so that it stays alive and a lost session is noticed. Returns the state of the store and its nodes.</summary>
    ValueTask<Census> TouchAsync(CancellationToken cancellationToken);

    /// <summary>Removes this node from the count of nodes, so that the others take the shards that it releases. It keeps its shards until then.</summary>
    ValueTask WithdrawAsync(CancellationToken cancellationToken);

    /// <summary>Acquires those of the given shards that are free.</summary>
    /// <returns>Those of the given shards that the session owns now.</returns>
    ValueTask<IReadOnlyList<int>> AcquireAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken);

    /// <summary>Releases shards.</summary>
    ValueTask ReleaseAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the due reminders of each shard in the order (visible_at, id): at most <paramref name="limit"/> (1 or more) after a position. A
    /// reminder is due when it is visible by <paramref name="now"/> and by the store's own clock. Writes nothing.
    /// </summary>
    /// <returns>A page for each shard, in the given order.</returns>
    ValueTask<IReadOnlyList<DuePage>> ScanAsync(
        IReadOnlyList<(int Shard, ScanPosition After)> shards, Instant now, int limit, CancellationToken cancellationToken);

    /// <summary>Reads reminders again that a scan has read before. Writes nothing.</summary>
    /// <returns>The unchanged reminders, in any order. Reminders that were changed or ended since the scan are missing.</returns>
    ValueTask<IReadOnlyList<DueReminder>> ReadAsync(IReadOnlyList<(int Shard, DeliveryKey Key)> reminders, CancellationToken cancellationToken);

    /// <summary>
    /// Writes outcomes (one or more) of shards that share a writer (<see cref="Shard.WriterOf"/>). A reminder that another transaction has
    /// locked is not waited for: its result is <see cref="Settled.LockConflict"/>. When a reminder was changed meanwhile, it stays as it is, and an
    /// outcome that ended its occurrence is recorded in the history. Nothing is recorded for a reminder that was erased.
    /// </summary>
    /// <returns>The result for each outcome, in the given order.</returns>
    Task<Settled[]> SettleAsync(IReadOnlyList<Settlement> settlements);
}
