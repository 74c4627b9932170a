using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>The table of audit records.</summary>
internal readonly struct AuditTable(PreparedStatements statements)
{
    /// <summary>Records a change, unless the edit is not recorded. A reminder is null before its creation or after its erasure.</summary>
    public void Add(Edit edit, Instant at, StoredReminder? before, StoredReminder? after)
    {
        if (edit.Actor is null)
            return;
        var reminder = before ?? after!;
        statements.Execute(
            $"insert into audit ({AuditRecord.Columns}) values (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13)",
            at, edit.Actor, edit.Address, (int)edit.Action, ReminderId.ToBytes(reminder.Id), reminder.Owner, edit.ChangedFields,
            (int?)before?.State, before?.DueAt, before?.Revision, (int?)after?.State, after?.DueAt, after?.Revision);
    }

    /// <summary>Returns the records that match a query, the latest first.</summary>
    public IReadOnlyList<AuditRecord> Read(AuditQuery query)
    {
        var selection = new Selection($"select seq, {AuditRecord.Columns} from audit where true");
        if (query.Below is { } below)
            selection.Where("seq < {0}", below);
        if (query.Owner is { } owner)
            selection.Where("owner = {0}", owner);
        if (query.ReminderId is { } reminder)
            selection.Where("reminder_id = {0}", ReminderId.ToBytes(reminder));
        if (query.Actor is { } actor)
            selection.Where("actor = {0}", actor);
        selection.WhereIn("action", query.Actions.Select(action => (int)action));
        if (query.From is { } from)
            selection.Where("at >= {0}", from);
        if (query.Before is { } before)
            selection.Where("at < {0}", before);

        selection.Where("true order by seq desc limit {0}", query.Limit);
        return selection.Read(statements, row => AuditRecord.Read(row, ReminderRow.ReadId(row, 5)));
    }

    /// <summary>Deletes records from before an instant. Looks at the oldest ones only.</summary>
    public int Forget(Instant before, int limit) => statements.Execute(
        "delete from audit where seq in (select seq from (select seq, at from audit order by seq limit @2) where at < @1)", before, limit);
}
