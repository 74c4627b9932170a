using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Reads and deletes audit records.</summary>
internal static class AuditList
{
    /// <summary>Returns the records that match a query, the latest first.</summary>
    public static async Task<IReadOnlyList<AuditRecord>> ReadAsync(NpgsqlConnection connection, AuditQuery query, CancellationToken cancellationToken)
    {
        // Only the conditions that are set, so that each combination is a statement with its own plan and index.
        var parameters = new List<NpgsqlParameter> { Parameter.Of(query.Limit) };
        var where = new List<string>();
        if (query.Below is { } below)
            where.Add($"seq < {Add(Parameter.Of(below))}");
        if (query.Owner is { } owner)
            where.Add($"owner = {Add(Parameter.Text(ReminderRow.Clean(owner)))}");
        if (query.ReminderId is { } reminder)
            where.Add($"reminder_id = {Add(Parameter.Of(reminder))}");
        if (query.Actor is { } actor)
            where.Add($"actor = {Add(Parameter.Text(ReminderRow.Clean(actor)))}");
        if (query.Actions.Count > 0)
            where.Add($"action = any({Add(Parameter.Of(query.Actions.Select(action => (int)action).ToArray()))})");
        if (query.From is { } from)
            where.Add($"at >= {Add(Parameter.Of(from))}");
        if (query.Before is { } before)
            where.Add($"at < {Add(Parameter.Of(before))}");

        var conditions = where.Count == 0 ? "" : $" where {string.Join(" and ", where)}";
        await using var command = connection.Statement($"select seq, {AuditRecord.Columns} from audit{conditions} order by seq desc limit $1", [.. parameters]);
        return await command.ReadAllAsync(row => AuditRecord.Read(row, row.GetGuid(5)), cancellationToken);

        string Add(NpgsqlParameter parameter)
        {
            parameters.Add(parameter);
            return $"${parameters.Count}";
        }
    }

    /// <summary>Deletes records from before an instant. Looks at the oldest ones only.</summary>
    public static Task<int> ForgetAsync(NpgsqlConnection connection, Instant before, int limit) => connection.ExecuteAsync(
        "delete from audit where seq in (select seq from (select seq, at from audit order by seq limit $2) oldest where at < $1)",
        Parameter.Of(before), Parameter.Of(limit));
}
