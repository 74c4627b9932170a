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
        var records = new List<AuditRecord>();
        using var row = statements.Query(
            $"""
            select seq, {AuditRecord.Columns} from audit
            where (@1 is null or seq < @1) and (@2 is null or owner = @2) and (@3 is null or reminder_id = @3) and (@4 is null or actor = @4)
              and (@5 = '' or instr(@5, ',' || action || ',') > 0) and (@6 is null or at >= @6) and (@7 is null or at < @7)
            order by seq desc limit @8
            """,
            query.Below, query.Owner, query.ReminderId is { } id ? ReminderId.ToBytes(id) : null, query.Actor,
            query.Actions.Count == 0 ? "" : $",{string.Join(',', query.Actions.Select(action => (int)action))},", query.From, query.Before, query.Limit);
        while (row.Read())
            records.Add(AuditRecord.Read(row, ReminderRow.ReadId(row, 5)));
        return records;
    }

    /// <summary>Deletes records from before an instant. Looks at the oldest ones only.</summary>
    public int Forget(Instant before, int limit) => statements.Execute(
        "delete from audit where seq in (select seq from (select seq, at from audit order by seq limit @2) where at < @1)", before, limit);
}
