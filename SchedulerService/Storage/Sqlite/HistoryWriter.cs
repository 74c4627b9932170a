using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Moves reminders from the table of live reminders to the history, and back.</summary>
internal readonly struct HistoryWriter(PreparedStatements statements, NodeName node)
{
    private const string Insert =
        $"""
        insert into history (reminder_id, {StoredRow.KeptColumns}, ended, state, generation, revision, attempt, settled_at, lateness, node,
                             message_id, last_error, labels, content, updated_at)
        """;

    /// <summary>Ends a live reminder at an instant.</summary>
    public void End(Guid id, ReminderState state, Instant at, int attempt, string? error, string? messageId)
    {
        var key = ReminderId.ToBytes(id);
        statements.Execute(
            $"""
            {Insert}
            select id, {StoredRow.KeptColumns}, 1, @2, generation, revision + 1, @4, @3, max(0, @3 - due_at), @5, @6, @7, labels, content, @3
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
            $$"""
            {{Insert}}
            select @1, @2, @3, @4, @5, @6, @7, @8, @9, null, 0, @10, @11, @12, @13, @14, max(0, @14 - @2), @15, @16, @17, '{}', x'', @14
            where exists (select 1 from every_reminder where id = @1)
            """,
            ReminderId.ToBytes(reminder.Key.Id), reminder.DueAt, reminder.Key.Occurrence, reminder.Shard, reminder.CreatedAt, reminder.Owner,
            ReminderRow.Text(recipient.UserId), ReminderRow.Text(recipient.ConversationId), ReminderRow.Text(recipient.TenantId), (int)outcome.State,
            reminder.Generation, reminder.Key.Revision, outcome.Attempt, outcome.At, node.Value, outcome.MessageId, outcome.Error);
    }

    /// <summary>Makes a FAILED reminder live again. The history keeps its outcome without the content.</summary>
    /// <returns>False when no FAILED reminder has that id.</returns>
    public bool Reopen(Guid id, string? owner, Instant now)
    {
        var key = ReminderId.ToBytes(id);
        var reopened = statements.Execute(
            $"""
            insert into reminder (id, {StoredRow.KeptColumns}, visible_at, updated_at, generation, revision, labels, content, last_error)
            select reminder_id, {StoredRow.KeptColumns}, @2, @2, generation + 1, revision + 1, labels, content, last_error
            from history where reminder_id = @1 and ended = 1 and state = @3 and (@4 is null or owner = @4)
            """,
            key, now, (int)ReminderState.Failed, owner) == 1;
        if (reopened)
            statements.Execute("update history set ended = 0, content = x'', labels = '{}' where reminder_id = @1 and ended = 1", key);
        return reopened;
    }
}
