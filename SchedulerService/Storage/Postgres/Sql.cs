using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Common parts of the statements.</summary>
internal static class Sql
{
    /// <summary>The store's clock in milliseconds since 1970 in UTC, rounded up. No statement writes an earlier visible_at.</summary>
    public const string Now = "ceil(extract(epoch from clock_timestamp()) * 1000)::bigint";

    /// <summary>
    /// The store's clock at the start of the transaction in milliseconds since 1970 in UTC, rounded down. A reminder that is visible by then
    /// is due. The value is constant during a statement, so that an index can be searched for it.
    /// </summary>
    public const string Present = "floor(extract(epoch from now()) * 1000)::bigint";

    /// <summary>Returns the condition that a row belongs to the owner in a parameter; a null parameter stands for every owner.</summary>
    public static string OwnedBy(string parameter) => $"({parameter}::text is null or owner = {parameter})";

    public static NpgsqlCommand Statement(this NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = connection.Statement(sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a statement and reads all of its rows.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken = default)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}
