using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// Changes a live reminder: reads it, computes the change, and writes it if the revision is still the same; otherwise it starts again. No
/// transaction stays open meanwhile, so a node that is paused in between delays no other node.
/// </summary>
internal static class ReminderChange
{
    private static readonly string Update =
        $"""
        with changed as (
            update reminder
            set visible_at = case when $3::bigint is null then null else greatest($3, {Sql.Now}) end, due_at = $4, wall = $5, occurrence = $6,
                generation = $7, attempt = $8, broken_streams = $9, tried = false, pause_causes = $10, last_error = $11, content = coalesce($12, content),
                labels = coalesce($13, labels), updated_at = {Sql.Now}, revision = revision + 1
            where id = $1 and revision = $2
            returning {ReminderSource.Live.Columns}
        ), audited as (
            {AuditInsert.From("changed", at: "updated_at", before: "$14::integer, $15::bigint, $2", after: "state, due_at, revision", first: 16)}
        )
        select {StoredRow.Columns} from changed
        """;

    public static async Task<Change?> WriteAsync(NpgsqlConnection connection, Guid id, Edit edit, Func<StoredReminder, Instant, StoredReminder?> change)
    {
        while (true)
        {
            if (await ReadAsync(connection, id, edit.Owner) is not var (before, now))
                return null;
            if (change(before, now) is not { } after)
                return new Change(before, null);
            if (await WriteAsync(connection, before, after, edit) is { } written)
                return new Change(before, written);
        }
    }

    private static async Task<(StoredReminder Reminder, Instant Now)?> ReadAsync(NpgsqlConnection connection, Guid id, string? owner)
    {
        await using var command = connection.Statement(
            $"select {ReminderSource.Live.Columns}, {Sql.Now} from reminder where id = $1 and {Sql.OwnedBy("$2")}", Parameter.Of(id), Parameter.Text(owner));
        var found = await command.ReadAllAsync(row => (ReminderRow.Read(row), new Instant(row.GetInt64(row.FieldCount - 1))));
        return found.Count == 0 ? null : found[0];
    }

    private static async Task<StoredReminder?> WriteAsync(NpgsqlConnection connection, StoredReminder before, StoredReminder after, Edit edit)
    {
        // Unchanged content is not written: content that cannot be read would be overwritten by an empty one.
        var isRewritten = !ReferenceEquals(before.Content, after.Content);
        await using var command = connection.Statement(
            Update,
            [
                Parameter.Of(before.Id),
                Parameter.Of(before.Revision),
                Parameter.Number(after.PauseCauses == PauseCauses.None ? after.VisibleAt : null),
                Parameter.Of(after.DueAt),
                Parameter.Number(after.Wall),
                Parameter.Of(after.Occurrence),
                Parameter.Of(after.Generation),
                Parameter.Of(after.Attempt),
                Parameter.Of(after.BrokenStreams),
                Parameter.Of((int)after.PauseCauses),
                Parameter.Text(ReminderRow.Clean(after.LastError)),
                Parameter.Bytes(isRewritten ? ReminderRow.Content(after.Content) : null),
                Parameter.Json(isRewritten ? ReminderRow.Labels(after.Content.Labels) : null),
                Parameter.Of((int)before.State),
                Parameter.Of(before.DueAt),
                .. AuditInsert.Parameters(edit),
            ]);
        return (await command.ReadAllAsync(ReminderRow.Read)).SingleOrDefault();
    }
}
