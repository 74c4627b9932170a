using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>A query with the conditions that are set, so that each combination is a statement with its own plan and index.</summary>
/// <param name="start">The start of the query, up to its first condition.</param>
/// <param name="first">The parameters of the start: @1, @2, … in their order.</param>
internal sealed class Selection(string start, params IEnumerable<object> first)
{
    private readonly StringBuilder _sql = new(start);
    private readonly List<object?> _values = [.. first];

    /// <summary>Adds a condition whose parameters are {0}, {1}, … They get numbers that depend on the conditions before.</summary>
    public void Where(string condition, params ReadOnlySpan<object> parameters)
    {
        var names = new object[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            _values.Add(parameters[i]);
            names[i] = $"@{_values.Count}";
        }

        _sql.Append(" and ").AppendFormat(CultureInfo.InvariantCulture, condition, names);
    }

    /// <summary>Adds a condition that a column has one of some numbers. Without numbers, it adds none.</summary>
    public void WhereIn(string column, IEnumerable<int> numbers)
    {
        // Safe to put into the text: the numbers are the service's, never text of a caller.
        if (string.Join(", ", numbers.Order()) is { Length: > 0 } list)
            _sql.Append(CultureInfo.InvariantCulture, $" and {column} in ({list})");
    }

    public List<T> Read<T>(PreparedStatements statements, Func<SqliteDataReader, T> read) => statements.ReadOnce(_sql.ToString(), [.. _values], read);
}
