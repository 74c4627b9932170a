using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Ends live reminders as CANCELLED.</summary>
internal static class Canceller
{
    public static async Task<StoredReminder?> CancelAsync(NpgsqlConnection connection, Guid id, Edit edit, NodeName node)
    {
        await using var command = connection.Statement(
            $"""
            with deleted as (
                delete from reminder r where r.id = $2 and {Sql.OwnedBy("$3")} returning {HistoryInsert.Returned}, {Sql.Now} as at
            ), recorded as (
                {HistoryInsert.Cancelled}
            ), audited as (
                {Audit(first: 4)}
            )
            select id, owner, shard, content, 6, 0, due_at, null::bigint, visible_at, occurrence, generation, attempt, 0, last_error, revision + 1,
                   created_at, at, at, null::text, trace_parent
            from deleted
            """,
            [Parameter.Text(node.Value), Parameter.Of(id), Parameter.Text(edit.Owner), .. AuditInsert.Parameters(edit)]);
        return (await command.ReadAllAsync(ReminderRow.Read)).SingleOrDefault();
    }

    /// <summary>
    /// Cancels the reminders that match a query. Locks rows in the order of their ids, as every statement does that writes many rows.
    /// </summary>
    /// <returns>
    /// The number of reminders found, and the number of those cancelled. The second is smaller when some were changed or ended meanwhile.
    /// </returns>
    public static async Task<(int Found, int Cancelled)> CancelMatchingAsync(NpgsqlConnection connection, ReminderQuery query, Edit edit, NodeName node)
    {
        var filter = new ReminderFilter(query, first: Parameter.Text(node.Value));
        if (!filter.Reads(ReminderSource.Live))
            return (0, 0);

        await using var command = connection.Statement(
            $"""
            with found as materialized (
                select id from reminder where {filter.Where(ReminderSource.Live)} order by id limit {filter.Limit}
            ), locked as materialized (
                select id from reminder where id in (select id from found) and {filter.Where(ReminderSource.Live)} order by id for update
            ), deleted as (
                delete from reminder r using locked where r.id = locked.id returning {HistoryInsert.Returned}, {Sql.Now} as at
            ), recorded as (
                {HistoryInsert.Cancelled}
            ), audited as (
                {Audit(first: filter.Parameters.Length + 1)}
            )
            select (select count(*) from found)::integer, (select count(*) from deleted)::integer
            """,
            [.. filter.Parameters, .. AuditInsert.Parameters(edit)]);
        return (await command.ReadAllAsync(row => (row.GetInt32(0), row.GetInt32(1)))).Single();
    }

    private static string Audit(int first) =>
        AuditInsert.From("deleted", at: "at", before: $"{AuditInsert.LiveState}, due_at, revision", after: "6, due_at, revision + 1", first);
}
