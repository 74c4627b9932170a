using Microsoft.Data.Sqlite;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>The statements of one connection. Each is prepared once and kept. The parameters are @1, @2, … in the given order.</summary>
internal sealed class PreparedStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    /// <summary>Returns the first column of the first row; null when there is no row or the column is null.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) =>
        Bind(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>
    /// Reads the rows of a query that is prepared for this use only. The filters of callers make any number of queries, and each one that is kept needs
    /// memory in each connection.
    /// </summary>
    public List<T> ReadOnce<T>(string sql, ReadOnlySpan<object?> values, Func<SqliteDataReader, T> read)
    {
        using var command = Create(sql, values.Length);
        Set(command, values);
        using var row = command.ExecuteReader();
        var rows = new List<T>();
        while (row.Read())
            rows.Add(read(row));
        return rows;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
            _commands.Add(sql, command = Create(sql, values.Length));
        Set(command, values);
        return command;
    }

    private SqliteCommand Create(string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"@{i}" });
        return command;
    }

    private static void Set(SqliteCommand command, ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] is Instant instant ? instant.Milliseconds : values[i] ?? DBNull.Value;
    }
}
