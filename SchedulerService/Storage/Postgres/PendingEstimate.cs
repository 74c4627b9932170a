using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Tells about how many reminders are live from the planner's statistics: counting ten million rows would take seconds.</summary>
internal static class PendingEstimate
{
    // Of a partitioned table the partitions count, and not the table itself. -1 means that a table was never analyzed.
    private const string Statement =
        """
        select sum(reltuples)::bigint from pg_class
        where relkind = 'r' and reltuples >= 0
              and oid in (select 'reminder'::regclass union all select relid from pg_partition_tree('reminder'::regclass))
        """;

    /// <returns>Null before the first analysis, which PostgreSQL makes once some rows have changed.</returns>
    public static async Task<long?> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(Statement);
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }
}
