using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>What statements have in common.</summary>
internal static class Sql
{
    /// <summary>The store's now, rounded up to milliseconds: nothing is written to be visible before it.</summary>
    public const string Now = "ceil(extract(epoch from clock_timestamp()) * 1000)::bigint";

    /// <summary>
    /// The store's now when the transaction began, rounded down to milliseconds: what is visible by then is due. It stands still during a
    /// statement, so that an index can be searched for it.
    /// </summary>
    public const string Present = "floor(extract(epoch from now()) * 1000)::bigint";

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

    /// <summary>Reads every row of a statement.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken = default)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}
