using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>New reminders as the columns of a statement that inserts all of them.</summary>
internal static class NewReminders
{
    /// <summary>The columns of a new reminder, in the order of the parameters.</summary>
    public const string Columns =
        "id, due_at, wall, occurrence, revision, created_at, shard, generation, owner, user_id, conversation_id, tenant_id, labels, content, trace_parent";

    public const int ColumnCount = 15;

    /// <summary>
    /// Inserts from a relation w with <see cref="Columns"/>. A reminder becomes visible when it is due, but never before it is written.
    /// </summary>
    public const string Insert =
        $"""
        insert into reminder (id, visible_at, due_at, wall, occurrence, revision, created_at, updated_at, shard, generation, owner, user_id,
                              conversation_id, tenant_id, labels, content, trace_parent)
        select w.id, greatest(w.due_at, {Sql.Now}), w.due_at, w.wall, w.occurrence, w.revision, w.created_at, w.created_at, w.shard, w.generation,
               w.owner, w.user_id, w.conversation_id, w.tenant_id, w.labels, w.content, w.trace_parent
        """;

    public static NpgsqlParameter[] Parameters(IReadOnlyList<StoredReminder> reminders) => Parameters(
        [.. reminders.Select(reminder => (reminder, ReminderRow.Content(reminder.Content), ReminderRow.Labels(reminder.Content.Labels)))]);

    public static NpgsqlParameter[] Parameters(IReadOnlyList<(StoredReminder Reminder, byte[] Content, string Labels)> rows) =>
    [
        Parameter.Column(rows, row => row.Reminder.Id),
        Parameter.Column(rows, row => row.Reminder.DueAt),
        Parameter.Column(rows, row => row.Reminder.Wall),
        Parameter.Column(rows, row => row.Reminder.Occurrence),
        Parameter.Column(rows, row => row.Reminder.Revision),
        Parameter.Column(rows, row => row.Reminder.CreatedAt),
        Parameter.Column(rows, row => row.Reminder.Shard),
        Parameter.Column(rows, row => row.Reminder.Generation),
        Parameter.Column(rows, row => ReminderRow.Clean(row.Reminder.Owner)),
        Parameter.Column(rows, row => ReminderRow.Text(row.Reminder.Content.Recipient.UserId)),
        Parameter.Column(rows, row => ReminderRow.Text(row.Reminder.Content.Recipient.ConversationId)),
        Parameter.Column(rows, row => ReminderRow.Text(row.Reminder.Content.Recipient.TenantId)),
        Parameter.JsonColumn(rows, row => row.Labels),
        Parameter.Column(rows, row => row.Content),
        Parameter.Column(rows, row => ReminderRow.Clean(row.Reminder.TraceParent)),
    ];
}
