namespace Nudge.SchedulerService.Storage;

/// <summary>
/// The session that owns shards: only through it are their reminders read for delivery and settled, and when it is gone, so is the
/// power to do either.
/// </summary>
internal interface IShardSession
{
    /// <summary>Uses the session, so that its end is noticed, and reads the store's clock.</summary>
    ValueTask<DateTimeOffset> TouchAsync(CancellationToken cancellationToken);

    /// <summary>Reads a shard's reminders that are visible by <paramref name="now"/>, in the order (visible_at, id). Writes nothing.</summary>
    ValueTask<DuePage> ScanAsync(int shard, ScanPosition after, long now, int limit, CancellationToken cancellationToken);

    /// <summary>When each shard next needs a look; long.MaxValue where nothing is waiting.</summary>
    ValueTask<long[]> NextVisibleAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes outcomes, all of them in one commit. An outcome whose reminder was changed meanwhile is recorded in the history, and the
    /// reminder is left as it is.
    /// </summary>
    /// <returns>For each outcome whether its reminder was still as it was read.</returns>
    Task<bool[]> SettleAsync(IReadOnlyList<Settlement> settlements);
}
