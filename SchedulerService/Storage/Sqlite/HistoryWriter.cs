using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Moves reminders from what is to come to what happened.</summary>
internal readonly struct HistoryWriter(PreparedStatements statements, NodeName node)
{
    /// <summary>Ends a live reminder.</summary>
    public void End(Guid id, ReminderState state, long at, int attempt, string? error, string? messageId)
    {
        var key = ReminderId.ToBytes(id);
        statements.Execute(
            """
            insert into history (reminder_id, ended, state, shard, due_at, occurrence, generation, revision, attempt, settled_at, lateness, node,
                                 message_id, last_error, owner, user_id, conversation_id, tenant_id, labels, content, trace_parent,
                                 created_at, updated_at)
            select id, 1, @2, shard, due_at, occurrence, generation, revision + 1, @4, @3, max(0, @3 - due_at), @5, @6, @7, owner, user_id,
                   conversation_id, tenant_id, labels, content, trace_parent, created_at, @3
            from reminder where id = @1
            """,
            key, (int)state, at, attempt, node.Value, messageId, error);
        statements.Execute("delete from reminder where id = @1", key);
    }

    /// <summary>
    /// Records an outcome that arrived after its reminder had been changed or ended. Its content is not kept: the reminder's own row
    /// has what it says now.
    /// </summary>
    public void RecordStale(DueReminder reminder, ReminderState outcome, long at, int attempt, string? error, string? messageId) =>
        statements.Execute(
            """
            insert into history (reminder_id, ended, state, shard, due_at, occurrence, generation, revision, attempt, settled_at, lateness, node,
                                 message_id, last_error, owner, labels, content, created_at, updated_at)
            values (@1, 0, @2, @3, @4, @5, @6, @7, @8, @9, max(0, @9 - @4), @10, @11, @12, '', '{}', x'', @13, @9)
            """,
            ReminderId.ToBytes(reminder.Key.Id), (int)outcome, reminder.Shard, reminder.DueAt, reminder.Key.Occurrence, reminder.Generation,
            reminder.Key.Revision, attempt, at, node.Value, messageId, error, reminder.CreatedAt);
}
