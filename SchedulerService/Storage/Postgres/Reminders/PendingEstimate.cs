using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Estimates numbers of live reminders. Counting ten million rows would take seconds.</summary>
internal static class PendingEstimate
{
    // A partitioned table has no rows of its own, so its partitions are added up. -1 means that a table was never analyzed.
    private const string Statement =
        """
        select sum(reltuples)::bigint from pg_class
        where relkind = 'r' and reltuples >= 0
              and oid in (select 'reminder'::regclass union all select relid from pg_partition_tree('reminder'::regclass))
        """;

    /// <summary>The number of pages that a count by owner reads at most: 32 MB, some tens of thousands of reminders.</summary>
    private const int MaxPages = 4_000;

    /// <summary>Returns the estimate of the planner's statistics; null before the first analysis, which PostgreSQL runs after some rows have changed.</summary>
    public static async Task<long?> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(Statement);
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    /// <summary>Counts the live reminders of each owner: all of them, or in a large table those of random pages.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> ReadByOwnerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var size = connection.Statement("select pg_relation_size('reminder') / current_setting('block_size')::bigint");
        var pages = (long)(await size.ExecuteScalarAsync(cancellationToken))!;
        var share = Math.Min(1.0, MaxPages / Math.Max(1.0, pages));
        await using var counts = connection.Statement(
            "select owner, (count(*) / $1)::bigint from reminder tablesample system ($1 * 100) group by owner", Parameter.Of(share));
        return (await counts.ReadAllAsync(row => (Owner: row.GetString(0), Count: row.GetInt64(1)), cancellationToken)).ToDictionary(row => row.Owner, row => row.Count);
    }
}
