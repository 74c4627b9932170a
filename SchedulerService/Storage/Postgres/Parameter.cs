using Npgsql;
using NpgsqlTypes;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>The values of a statement, in the order of $1, $2, …</summary>
internal static class Parameter
{
    public static NpgsqlParameter Of<T>(T value)
        where T : notnull => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Text(string? value) => Nullable(NpgsqlDbType.Text, value);

    public static NpgsqlParameter Number(long? value) => Nullable(NpgsqlDbType.Bigint, value);

    public static NpgsqlParameter Bytes(byte[]? value) => Nullable(NpgsqlDbType.Bytea, value);

    public static NpgsqlParameter Json(string? value) => Nullable(NpgsqlDbType.Jsonb, value);

    /// <summary>A column of values, one for each row: what <c>unnest</c> makes rows of.</summary>
    public static NpgsqlParameter Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value) =>
        new NpgsqlParameter<T[]> { TypedValue = Values(rows, value) };

    public static NpgsqlParameter JsonColumn<TRow>(IReadOnlyList<TRow> rows, Func<TRow, string> value) =>
        new NpgsqlParameter<string[]> { TypedValue = Values(rows, value), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };

    /// <summary>$first, $first+1, … for a number of parameters.</summary>
    public static string List(int first, int count) => string.Join(", ", Enumerable.Range(first, count).Select(number => $"${number}"));

    private static NpgsqlParameter Nullable(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };

    private static T[] Values<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(rows[i]);
        return values;
    }
}
