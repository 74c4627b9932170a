using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Estimates the number of live reminders from the planner's statistics. Counting ten million rows would take seconds.</summary>
internal static class PendingEstimate
{
    // A partitioned table has no rows of its own, so its partitions are added up. -1 means that a table was never analyzed.
    private const string Statement =
        """
        select sum(reltuples)::bigint from pg_class
        where relkind = 'r' and reltuples >= 0
              and oid in (select 'reminder'::regclass union all select relid from pg_partition_tree('reminder'::regclass))
        """;

    /// <summary>Returns the estimate; null before the first analysis, which PostgreSQL runs after some rows have changed.</summary>
    public static async Task<long?> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(Statement);
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }
}
