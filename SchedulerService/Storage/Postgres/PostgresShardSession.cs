using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>The session that owns this node's shards.</summary>
internal sealed class PostgresShardSession(OwningConnection owner, PostgresDatabase database, NodeName node) : IShardSession
{
    public bool IsGone => owner.IsGone;

    public bool IsTrusted => owner.IsTrusted;

    public async ValueTask<Census> TouchAsync(CancellationToken cancellationToken) => await owner.UseAsync(ShardLocks.LookAsync, cancellationToken);

    public async ValueTask WithdrawAsync(CancellationToken cancellationToken) => await owner.UseAsync(ShardLocks.LeaveAsync, cancellationToken);

    public async ValueTask<IReadOnlyList<int>> AcquireAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) =>
        await owner.UseAsync(connection => ShardLocks.AcquireAsync(connection, shards), cancellationToken);

    public async ValueTask ReleaseAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) =>
        await owner.UseAsync(connection => ShardLocks.ReleaseAsync(connection, shards), cancellationToken);

    public async ValueTask<IReadOnlyList<DuePage>> ScanAsync(
        IReadOnlyList<(int Shard, ScanPosition After)> shards, long now, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(connection => DueScan.ReadAsync(connection, this, shards, now, limit), cancellationToken);

    public async ValueTask<IReadOnlyList<DueReminder>> ReadAsync(
        IReadOnlyList<(int Shard, DeliveryKey Key)> reminders, CancellationToken cancellationToken) =>
        await ReadAsync(connection => DueScan.ReadAsync(connection, this, reminders), cancellationToken);

    public async Task<Settled[]> SettleAsync(IReadOnlyList<Settlement> settlements)
    {
        var settling = new Settling(settlements);
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

    public ValueTask DisposeAsync() => owner.DisposeAsync();

    /// <summary>
    /// Reads through the session itself, which tells whether it is still there; through another while it is in use, for then whoever uses it is told
    /// that, and need not be waited for.
    /// </summary>
    private async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken) =>
        owner.IsBusy ? await database.UseAsync(read, cancellationToken) : await owner.UseAsync(read, cancellationToken);
}
