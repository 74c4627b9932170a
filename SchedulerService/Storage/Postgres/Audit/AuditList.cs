using Npgsql;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Reads and deletes audit records.</summary>
internal static class AuditList
{
    private const string Statement =
        $"""
        select seq, {AuditRecord.Columns} from audit
        where ($1::bigint is null or seq < $1) and ($2::text is null or owner = $2) and ($3::uuid is null or reminder_id = $3) and ($4::text is null or actor = $4)
          and (cardinality($5::integer[]) = 0 or action = any($5)) and ($6::bigint is null or at >= $6) and ($7::bigint is null or at < $7)
        order by seq desc limit $8
        """;

    /// <summary>Returns the records that match a query, the latest first.</summary>
    public static async Task<IReadOnlyList<AuditRecord>> ReadAsync(NpgsqlConnection connection, AuditQuery query, CancellationToken cancellationToken)
    {
        await using var command = connection.Statement(
            Statement,
            Parameter.Number(query.Below), Parameter.Text(ReminderRow.Clean(query.Owner)), Parameter.Id(query.ReminderId), Parameter.Text(ReminderRow.Clean(query.Actor)),
            Parameter.Of(query.Actions.Select(action => (int)action).ToArray()), Parameter.Number(query.From), Parameter.Number(query.Before), Parameter.Of(query.Limit));
        return await command.ReadAllAsync(row => AuditRecord.Read(row, row.GetGuid(5)), cancellationToken);
    }

    /// <summary>Deletes records from before an instant. Looks at the oldest ones only.</summary>
    public static Task<int> ForgetAsync(NpgsqlConnection connection, Instant before, int limit) => connection.ExecuteAsync(
        "delete from audit where seq in (select seq from (select seq, at from audit order by seq limit $2) oldest where at < $1)",
        Parameter.Of(before), Parameter.Of(limit));
}
