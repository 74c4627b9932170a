using Npgsql;
using NpgsqlTypes;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Creates the parameters of a statement: $1, $2, … in their order.</summary>
internal static class Parameter
{
    public static NpgsqlParameter Of<T>(T value)
        where T : notnull => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Of(Instant value) => Of(value.Milliseconds);

    public static NpgsqlParameter Text(string? value) => Nullable(NpgsqlDbType.Text, value);

    public static NpgsqlParameter Number(long? value) => Nullable(NpgsqlDbType.Bigint, value);

    public static NpgsqlParameter Number(Instant? value) => Number(value?.Milliseconds);

    public static NpgsqlParameter Bytes(byte[]? value) => Nullable(NpgsqlDbType.Bytea, value);

    public static NpgsqlParameter Json(string? value) => Nullable(NpgsqlDbType.Jsonb, value);

    /// <summary>Creates an array with one value for each row. <c>unnest</c> turns it into a column.</summary>
    public static NpgsqlParameter Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value) =>
        new NpgsqlParameter<T[]> { TypedValue = Values(rows, value) };

    public static NpgsqlParameter Column<TRow>(IReadOnlyList<TRow> rows, Func<TRow, Instant> value)
    {
        var values = new long[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(rows[i]).Milliseconds;
        return new NpgsqlParameter<long[]> { TypedValue = values };
    }

    public static NpgsqlParameter Column<TRow>(IReadOnlyList<TRow> rows, Func<TRow, Instant?> value)
    {
        var values = new long?[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(rows[i])?.Milliseconds;
        return new NpgsqlParameter<long?[]> { TypedValue = values };
    }

    public static NpgsqlParameter JsonColumn<TRow>(IReadOnlyList<TRow> rows, Func<TRow, string> value) =>
        new NpgsqlParameter<string[]> { TypedValue = Values(rows, value), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };

    /// <summary>Returns the names of <paramref name="count"/> parameters: $first, $first+1, …</summary>
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
