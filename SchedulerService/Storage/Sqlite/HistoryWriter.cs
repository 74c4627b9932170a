using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Moves reminders from the table of live reminders to the history, and back.</summary>
internal readonly struct HistoryWriter(PreparedStatements statements, NodeName node)
{
    /// <summary>Ends a live reminder at an instant (milliseconds since 1970 in UTC).</summary>
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
    /// Records the outcome of an occurrence whose reminder continues, or was changed or ended before the outcome arrived. The content is left
    /// out, since the reminder's own row keeps it. Records nothing for a reminder that was erased.
    /// </summary>
    public void Record(Settlement.Ended outcome)
    {
        var reminder = outcome.Reminder;
        var recipient = reminder.Content.Recipient;
        statements.Execute(
            """
            insert into history (reminder_id, ended, state, shard, due_at, occurrence, generation, revision, attempt, settled_at, lateness, node,
                                 message_id, last_error, owner, user_id, conversation_id, tenant_id, labels, content, created_at, updated_at)
            select @1, 0, @2, @3, @4, @5, @6, @7, @8, @9, max(0, @9 - @4), @10, @11, @12, @13, @14, @15, @16, '{}', x'', @17, @9
            where exists (select 1 from every_reminder where id = @1)
            """,
            ReminderId.ToBytes(reminder.Key.Id), (int)outcome.State, reminder.Shard, reminder.DueAt, reminder.Key.Occurrence, reminder.Generation,
            reminder.Key.Revision, outcome.Attempt, outcome.At, node.Value, outcome.MessageId, outcome.Error, reminder.Owner,
            ReminderRow.Text(recipient.UserId), ReminderRow.Text(recipient.ConversationId), ReminderRow.Text(recipient.TenantId), reminder.CreatedAt);
    }

    /// <summary>Makes a FAILED reminder live again. The history keeps its outcome without the content.</summary>
    /// <returns>False when no FAILED reminder has that id.</returns>
    public bool Reopen(Guid id, long now)
    {
        var key = ReminderId.ToBytes(id);
        var reopened = statements.Execute(
            """
            insert into reminder (id, shard, visible_at, due_at, occurrence, generation, revision, owner, user_id, conversation_id, tenant_id,
                                  labels, content, trace_parent, last_error, created_at, updated_at)
            select reminder_id, shard, @2, due_at, occurrence, generation + 1, revision + 1, owner, user_id, conversation_id, tenant_id,
                   labels, content, trace_parent, last_error, created_at, @2
            from history where reminder_id = @1 and ended = 1 and state = @3
            """,
            key, now, (int)ReminderState.Failed) == 1;
        if (reopened)
            statements.Execute("update history set ended = 0, content = x'', labels = '{}' where reminder_id = @1 and ended = 1", key);
        return reopened;
    }
}
