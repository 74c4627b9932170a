using Npgsql;
using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Operations on all reminders of a recipient.</summary>
internal static class Recipients
{
    private static readonly string[] Erase =
    [
        EraseFrom("dead_letter", "4"),
        EraseFrom("reminder", AuditInsert.LiveState),
        EraseFrom("dead_letter", "4"),
        // A row that did not end its reminder is not the reminder.
        Erased("delete from history where reminder_id = any($1) returning reminder_id as id, owner, due_at, revision, case when ended then state end as state"),
    ];

    private static string Resume(int first) =>
        $"""
        , locked as materialized (
            select id from reminder where id in (select id from found) and pause_causes & {(int)PauseCauses.Recipient} <> 0
            order by id for no key update
        ), resumed as (
            update reminder r
            set pause_causes = pause_causes & ~{(int)PauseCauses.Recipient},
                visible_at = case pause_causes & ~{(int)PauseCauses.Recipient} when 0 then greatest(due_at, {Sql.Now}) end,
                attempt = 0, broken_streams = 0, tried = false, revision = revision + 1, updated_at = {Sql.Now}
            from locked where r.id = locked.id
            returning r.id, r.owner, r.shard, r.visible_at, r.due_at, r.revision, r.pause_causes, r.updated_at
        ), audited as (
            {AuditInsert.From("resumed", at: "updated_at", before: "2, due_at, revision - 1", after: $"{AuditInsert.LiveState}, due_at, revision", first)}
        )
        select shard, min(visible_at), count(*)::integer, (select count(*) from found)::integer from resumed group by shard
        union all
        select null, null, 0, (select count(*) from found)::integer
        """;

    /// <summary>Removes the pause cause <see cref="PauseCauses.Recipient"/> from the reminders of a recipient.</summary>
    /// <returns>The number of reminders found, and the result for those that were not changed or ended meanwhile.</returns>
    public static async Task<(int Found, Resumption Resumption)> ResumeAsync(NpgsqlConnection connection, Recipient recipient, Edit edit, int limit)
    {
        // The condition has only the set fields, so that each combination is a statement with its own plan and index.
        var parameters = new List<NpgsqlParameter> { Parameter.Of(limit) };
        var where = $"pause_causes & {(int)PauseCauses.Recipient} <> 0";
        foreach (var (column, value) in new[] { ("user_id", recipient.UserId), ("conversation_id", recipient.ConversationId), ("tenant_id", recipient.TenantId), ("owner", edit.Owner) })
        {
            if (ReminderRow.Text(value) is not { } text)
                continue;
            parameters.Add(Parameter.Text(text));
            where += $" and {column} = ${parameters.Count}";
        }

        await using var command = connection.Statement(
            $"with found as materialized (select id from reminder where {where} order by id limit $1){Resume(parameters.Count + 1)}", [.. parameters, .. AuditInsert.Parameters(edit)]);
        var shards = await command.ReadAllAsync(row => (
            Shard: row.IsDBNull(0) ? -1 : row.GetInt32(0), VisibleAt: StoredRow.ReadInstant(row, 1), Count: row.GetInt32(2), Found: row.GetInt32(3)));
        var visibleAt = shards.Where(shard => shard.VisibleAt is not null).ToDictionary(shard => shard.Shard, shard => shard.VisibleAt!.Value);
        return (shards[0].Found, new Resumption(shards.Sum(shard => shard.Count), visibleAt));
    }

    /// <summary>
    /// Erases the reminders of a user. A reminder may be retried, settled or fail meanwhile. So the statements follow the order in which a
    /// reminder moves between the tables, and each statement sees the state at its own start.
    /// </summary>
    /// <returns>The number of erased reminders.</returns>
    public static async Task<int> ForgetAsync(NpgsqlConnection connection, Recipient recipient, Edit edit, int limit)
    {
        var ids = await FindAsync(connection, recipient, edit.Owner, limit);
        if (ids.Length == 0)
            return 0;

        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in Erase)
            batch.Add(statement, [Parameter.Of(ids), .. AuditInsert.Parameters(edit)]);
        batch.Add("delete from request where reminder_id = any($1)", Parameter.Of(ids));
        await batch.ExecuteNonQueryAsync();
        return ids.Length;
    }

    private static string EraseFrom(string table, string state) => Erased(
        $"delete from {table} where id in (select id from {table} where id = any($1) order by id for update) returning id, owner, due_at, revision, {state} as state");

    /// <summary>Returns a deletion that is recorded.</summary>
    private static string Erased(string deletion) =>
        $"with deleted as ({deletion}) {AuditInsert.From("deleted", at: Sql.Now, before: "state, due_at, revision", after: AuditInsert.Absent, first: 2)} and state is not null";

    private static async Task<Guid[]> FindAsync(NpgsqlConnection connection, Recipient recipient, string? owner, int limit)
    {
        var whose = $"user_id = $1 and ($2::text is null or tenant_id = $2) and {Sql.OwnedBy("$4")}";
        await using var command = connection.Statement(
            $"""
            (select id from reminder where {whose} order by id limit $3)
            union
            (select id from dead_letter where {whose} order by id limit $3)
            union
            (select distinct reminder_id from history where {whose} order by reminder_id limit $3)
            order by 1 limit $3
            """,
            Parameter.Text(ReminderRow.Text(recipient.UserId)), Parameter.Text(ReminderRow.Text(recipient.TenantId)), Parameter.Of(limit), Parameter.Text(owner));
        return [.. await command.ReadAllAsync(row => row.GetGuid(0))];
    }
}
