using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>The locks of an owning session: one by which the node is counted, and one for each shard. They end with the session.</summary>
internal static class ShardLocks
{
    // objsubid 2 selects the locks with two keys. pg_locks also has the locks of other databases, which do not count.
    private const string Locks =
        "pg_locks where locktype = 'advisory' and granted and objsubid = 2 and database = (select oid from pg_database where datname = current_database())";

    private static readonly string Mine = $"select objid::integer from {Locks} and classid = {AdvisoryLock.Shard} and pid = pg_backend_pid()";

    /// <summary>True on a standby, and on a primary that was demoted while connections stayed.</summary>
    private const string IsReadOnly = "current_setting('transaction_read_only')::boolean";

    private static readonly string Look =
        $"""
        select clock_timestamp(), {IsReadOnly},
               (count(*) filter (where classid = {AdvisoryLock.Membership}))::integer,
               (count(*) filter (where classid = {AdvisoryLock.Membership} and pid < pg_backend_pid()))::integer,
               coalesce(array_agg(objid::integer) filter (where classid = {AdvisoryLock.Shard} and pid <> all($1)), '{"{}"}')
        from {Locks} and classid in ({AdvisoryLock.Shard}, {AdvisoryLock.Membership})
        """;

    /// <summary>Checks that the connection is alive and that its server takes writes.</summary>
    /// <exception cref="ReadOnlyServerException">The server takes no writes.</exception>
    public static async Task<bool> TouchAsync(NpgsqlConnection connection)
    {
        await using var command = connection.Statement($"select {IsReadOnly}");
        RequireWritable((bool)(await command.ExecuteScalarAsync())!);
        return true;
    }

    /// <summary>Adds the node to the count of nodes.</summary>
    public static async Task<bool> JoinAsync(NpgsqlConnection connection)
    {
        await connection.ExecuteAsync($"select pg_advisory_lock({AdvisoryLock.Membership}, pg_backend_pid())");
        return true;
    }

    /// <summary>Removes the node from the count of nodes.</summary>
    public static async Task<bool> LeaveAsync(NpgsqlConnection connection)
    {
        await connection.ExecuteAsync($"select pg_advisory_unlock({AdvisoryLock.Membership}, pg_backend_pid())");
        return true;
    }

    /// <summary>Returns the store's clock, the number of nodes, and the shards that other nodes own.</summary>
    /// <param name="connection">The connection by which the node is counted.</param>
    /// <param name="own">The ids of the server processes of the session.</param>
    /// <exception cref="ReadOnlyServerException">The server takes no writes, so its locks mean nothing.</exception>
    public static async Task<Census> LookAsync(NpgsqlConnection connection, int[] own)
    {
        await using var command = connection.Statement(Look, Parameter.Of(own));
        return (await command.ReadAllAsync(row =>
        {
            RequireWritable(row.GetBoolean(1));
            return new Census(row.GetFieldValue<DateTimeOffset>(0), row.GetInt32(2), row.GetInt32(3), row.GetFieldValue<int[]>(4).ToHashSet());
        })).Single();
    }

    /// <summary>
    /// Acquires the free shards. Skips the shards that the session already has, since each lock must be released as often as it was taken. Asks
    /// PostgreSQL for the result, since an earlier attempt may have been cut off.
    /// </summary>
    /// <returns>Those of <paramref name="shards"/> that the connection owns now.</returns>
    public static async Task<IReadOnlyList<int>> AcquireAsync(NpgsqlConnection connection, IReadOnlyList<int> shards)
    {
        var wanted = shards.ToArray();
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            $"select pg_try_advisory_lock({AdvisoryLock.Shard}, shard) from unnest($1) as w(shard) where shard not in ({Mine})",
            Parameter.Of(wanted));
        batch.Add($"select shard from unnest($1) as w(shard) where shard in ({Mine})", Parameter.Of(wanted));

        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var owned = new List<int>();
        while (await reader.ReadAsync())
            owned.Add(reader.GetInt32(0));
        return owned;
    }

    public static async Task<bool> ReleaseAsync(NpgsqlConnection connection, IReadOnlyList<int> shards)
    {
        await connection.ExecuteAsync(
            $"select pg_advisory_unlock({AdvisoryLock.Shard}, shard) from unnest($1) as w(shard) where shard in ({Mine})",
            Parameter.Of(shards.ToArray()));
        return true;
    }

    private static void RequireWritable(bool isReadOnly)
    {
        if (isReadOnly)
            throw new ReadOnlyServerException();
    }
}
