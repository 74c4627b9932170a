using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Reminders that ended as FAILED.</summary>
internal static class DeadLetters
{
    private static readonly string Retry =
        $"""
        with taken as (
            delete from dead_letter where id = $1 and {Sql.OwnedBy("$2")}
            returning id, {StoredRow.KeptColumns}, revision, generation, labels, content, last_error, {Sql.Now} as at
        ), audited as (
            {AuditInsert.From("taken", at: "at", before: "4, due_at, revision", after: "1, due_at, revision + 1", first: 3)}
        )
        insert into reminder (id, {StoredRow.KeptColumns}, visible_at, updated_at, revision, generation, labels, content, last_error)
        select id, {StoredRow.KeptColumns}, at, at, revision + 1, generation + 1, labels, content, last_error from taken
        returning {ReminderSource.Live.Columns}
        """;

    /// <summary>Makes a dead letter live again. The history keeps its failure.</summary>
    /// <returns>The live reminder; null when no dead letter has that id.</returns>
    public static async Task<StoredReminder?> RetryAsync(NpgsqlConnection connection, Guid id, Edit edit)
    {
        await using var command = connection.Statement(Retry, [Parameter.Of(id), Parameter.Text(edit.Owner), .. AuditInsert.Parameters(edit)]);
        return (await command.ReadAllAsync(ReminderRow.Read)).SingleOrDefault();
    }

    public static Task<int> ForgetAsync(NpgsqlConnection connection, Instant before, int limit) => connection.ExecuteAsync(
        "delete from dead_letter where id in (select id from dead_letter where settled_at < $1 order by settled_at limit $2 for update skip locked)",
        Parameter.Of(before), Parameter.Of(limit));
}
