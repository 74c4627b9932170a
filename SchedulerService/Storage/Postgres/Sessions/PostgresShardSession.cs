using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// The session that owns this node's shards. It has a connection for each writer, which holds the locks of the writer's shards. When one
/// connection ends, the session ends: the others are not used to deliver or settle either.
/// </summary>
internal sealed class PostgresShardSession(
    IReadOnlyList<OwningConnection> owners, SessionEnd end, PostgresDatabase database, NodeName node) : IShardSession
{
    /// <summary>
    /// The time (20 ms) for which a used connection counts as alive without a check. It is about the time from reading a reminder to handing it
    /// to the callback. While outcomes are written, a connection is used more often than this.
    /// </summary>
    private static readonly TimeSpan Recently = TimeSpan.FromMilliseconds(20);

    private readonly int[] _processes = [.. owners.Select(owner => owner.ProcessId)];

    public bool IsGone => end.Cause is not null;

    public bool IsTrusted => !IsGone && owners.All(owner => owner.IsTrusted);

    /// <summary>Gets the connection by which other nodes count this node.</summary>
    private OwningConnection Present => owners[0];

    public async ValueTask<Census> TouchAsync(CancellationToken cancellationToken)
    {
        var looking = Present.UseAsync(connection => ShardLocks.LookAsync(connection, _processes), cancellationToken);
        await Task.WhenAll([looking, .. owners.Where(owner => owner != Present).Select(owner => owner.UseAsync(ShardLocks.TouchAsync, cancellationToken))]);
        return await looking;
    }

    /// <summary>Adds this node to the count of nodes.</summary>
    public async ValueTask JoinAsync(CancellationToken cancellationToken) => await Present.UseAsync(ShardLocks.JoinAsync, cancellationToken);

    public async ValueTask WithdrawAsync(CancellationToken cancellationToken) => await Present.UseAsync(ShardLocks.LeaveAsync, cancellationToken);

    public async ValueTask<IReadOnlyList<int>> AcquireAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) =>
        [.. (await UseEachAsync(shards, ShardLocks.AcquireAsync, cancellationToken)).SelectMany(owned => owned)];

    public async ValueTask ReleaseAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) =>
        await UseEachAsync(shards, ShardLocks.ReleaseAsync, cancellationToken);

    public async ValueTask<IReadOnlyList<DuePage>> ScanAsync(
        IReadOnlyList<(int Shard, ScanPosition After)> shards, Instant now, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(shards.Select(from => from.Shard), connection => DueScan.ReadAsync(connection, this, shards, now, limit), cancellationToken);

    public async ValueTask<IReadOnlyList<DueReminder>> ReadAsync(
        IReadOnlyList<(int Shard, DeliveryKey Key)> reminders, CancellationToken cancellationToken) =>
        await ReadAsync(reminders.Select(reminder => reminder.Shard), connection => DueScan.ReadAsync(connection, this, reminders), cancellationToken);

    public async Task<Settled[]> SettleAsync(IReadOnlyList<Settlement> settlements)
    {
        var owner = owners[settlements.Select(settlement => WriterOf(settlement.Reminder.Shard)).Distinct().Single()];
        var settling = new OutcomeWriter(settlements);
        try
        {
            return await owner.UseAsync(connection => settling.WriteAsync(connection, node), CancellationToken.None);
        }
        catch (StoreUnavailableException failure) when (failure.InnerException is PostgresException missing && HistoryPartitions.IsMissing(missing))
        {
            await database.Partitions.MakeAsync(settling.Instants);
            return await owner.UseAsync(connection => settling.WriteAsync(connection, node), CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var owner in owners)
            await owner.DisposeAsync();
    }

    /// <summary>
    /// Runs <paramref name="use"/> on each connection with those of <paramref name="shards"/> that belong to its writer (possibly none).
    /// </summary>
    private Task<T[]> UseEachAsync<T>(IReadOnlyList<int> shards, Func<NpgsqlConnection, IReadOnlyList<int>, Task<T>> use, CancellationToken cancellationToken) =>
        Task.WhenAll(owners.Select((owner, writer) => owner.UseAsync(
            connection => use(connection, [.. shards.Where(shard => WriterOf(shard) == writer)]), cancellationToken)));

    private int WriterOf(int shard) => Shard.WriterOf(shard, owners.Count);

    /// <summary>
    /// Reads on a free connection that owns some of the shards, so that the read also proves that the session is alive. Meanwhile checks the
    /// other free connections that own some of them. If all are busy, reads on a connection of the pool: the busy ones detect a lost session
    /// themselves.
    /// </summary>
    private async Task<T> ReadAsync<T>(IEnumerable<int> shards, Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        var free = shards.Select(WriterOf).Distinct().Select(writer => owners[writer]).Where(owner => !owner.IsBusy).ToList();
        if (free.Count == 0)
            return await database.UseAsync(read, cancellationToken);

        var reading = free[0].UseAsync(read, cancellationToken);
        await Task.WhenAll([reading, .. free.Skip(1).Where(owner => !owner.WasUsedWithin(Recently)).Select(owner => owner.UseAsync(ShardLocks.TouchAsync, cancellationToken))]);
        return await reading;
    }
}
