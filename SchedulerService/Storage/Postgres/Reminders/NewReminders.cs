using Npgsql;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>New reminders as the columns of a statement that inserts all of them.</summary>
internal static class NewReminders
{
    /// <summary>The columns of a new reminder, in the order of the parameters.</summary>
    public const string Columns = $"id, {StoredRow.KeptColumns}, wall, revision, generation, labels, content";

    public const int ColumnCount = 15;

    /// <summary>
    /// Inserts from a relation w with <see cref="Columns"/>. A reminder becomes visible when it is due, but never before it is written.
    /// </summary>
    public static readonly string Insert =
        $"""
        insert into reminder ({Columns}, visible_at, updated_at)
        select w.id, {StoredRow.KeptOf("w")}, w.wall, w.revision, w.generation, w.labels, w.content, greatest(w.due_at, {Sql.Now}), w.created_at
        """;

    public static NpgsqlParameter[] Parameters(IReadOnlyList<StoredReminder> reminders) => Parameters(
        [.. reminders.Select(reminder => (reminder, ReminderRow.Content(reminder.Content), ReminderRow.Labels(reminder.Content.Labels)))]);

    public static NpgsqlParameter[] Parameters(IReadOnlyList<(StoredReminder Reminder, byte[] Content, string Labels)> rows) =>
    [
        Parameter.Column(rows, row => row.Reminder.Id),
        Parameter.Column(rows, row => row.Reminder.DueAt),
        Parameter.Column(rows, row => row.Reminder.Occurrence),
        Parameter.Column(rows, row => row.Reminder.Shard),
        Parameter.Column(rows, row => row.Reminder.CreatedAt),
        Parameter.Column(rows, row => ReminderRow.Clean(row.Reminder.Owner)),
        Parameter.Column(rows, row => ReminderRow.Text(row.Reminder.Content.Recipient.UserId)),
        Parameter.Column(rows, row => ReminderRow.Text(row.Reminder.Content.Recipient.ConversationId)),
        Parameter.Column(rows, row => ReminderRow.Text(row.Reminder.Content.Recipient.TenantId)),
        Parameter.Column(rows, row => ReminderRow.Clean(row.Reminder.TraceParent)),
        Parameter.Column(rows, row => row.Reminder.Wall),
        Parameter.Column(rows, row => row.Reminder.Revision),
        Parameter.Column(rows, row => row.Reminder.Generation),
        Parameter.JsonColumn(rows, row => row.Labels),
        Parameter.Column(rows, row => row.Content),
    ];
}
