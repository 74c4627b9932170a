using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage;

/// <summary>
/// The session that owns shards: for it alone are their reminders read for delivery, only through it are they settled, and when it is gone, so is
/// the power to do either. It is never silently reopened. Every method throws <see cref="StoreUnavailableException"/> when the store
/// cannot be used; <see cref="IsGone"/> then says whether the session survived. Any number of callers may use it at once.
/// </summary>
internal interface IShardSession : IAsyncDisposable
{
    /// <summary>Whether the session has ended. It does not come back.</summary>
    bool IsGone { get; }

    /// <summary>
    /// Whether nobody else can have taken its shards over, by the monotonic clock: its last successful use is younger than half of the
    /// time after which the store ends an idle session.
    /// </summary>
    bool IsTrusted { get; }

    /// <summary>Uses the session, so that its end is noticed, and looks around.</summary>
    ValueTask<Census> TouchAsync(CancellationToken cancellationToken);

    /// <summary>Counts among the nodes no longer, so that the others take what it gives up. It keeps the shards that it has.</summary>
    ValueTask WithdrawAsync(CancellationToken cancellationToken);

    /// <summary>Takes what is free out of some shards.</summary>
    /// <returns>Those that it owns now.</returns>
    ValueTask<IReadOnlyList<int>> AcquireAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken);

    /// <summary>Gives shards up.</summary>
    ValueTask ReleaseAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken);

    /// <summary>
    /// Reads, of each of some shards, the reminders that are visible by <paramref name="now"/> and by the store's own clock, in the order
    /// (visible_at, id): so many at most, those after a position. Writes nothing.
    /// </summary>
    /// <returns>A page for each, in their order.</returns>
    ValueTask<IReadOnlyList<DuePage>> ScanAsync(
        IReadOnlyList<(int Shard, ScanPosition After)> shards, long now, int limit, CancellationToken cancellationToken);

    /// <summary>Reads reminders that a scan has read before. Writes nothing.</summary>
    /// <returns>Those that are as they were read, in any order; those that were changed or ended since are missing.</returns>
    ValueTask<IReadOnlyList<DueReminder>> ReadAsync(IReadOnlyList<(int Shard, DeliveryKey Key)> reminders, CancellationToken cancellationToken);

    /// <summary>
    /// Writes outcomes, one at least, of shards that share a writer (<see cref="Shard.WriterOf"/>): all of them in one commit, and waits for
    /// nobody. An outcome that ended an occurrence whose reminder was changed meanwhile is recorded in the history, and the reminder is left as it is;
    /// of a reminder that is nowhere any more (forgotten) nothing is recorded.
    /// </summary>
    /// <returns>What became of each.</returns>
    Task<Settled[]> SettleAsync(IReadOnlyList<Settlement> settlements);
}
