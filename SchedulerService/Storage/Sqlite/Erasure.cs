using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Deletes the data of a user, or rows whose retention time is over.</summary>
internal readonly struct Erasure(PreparedStatements statements)
{
    public int Forget(Recipient recipient, Edit edit, Instant now, int limit)
    {
        var ids = new List<Guid>();
        using (var row = statements.Query(
            """
            select id from reminder where user_id = @1 and (@2 is null or tenant_id = @2) and (@4 is null or owner = @4)
            union
            select reminder_id from history where user_id = @1 and (@2 is null or tenant_id = @2) and (@4 is null or owner = @4)
            order by 1 limit @3
            """,
            recipient.UserId, ReminderRow.Text(recipient.TenantId), limit, edit.Owner))
        {
            while (row.Read())
                ids.Add(ReminderRow.ReadId(row, 0));
        }

        foreach (var id in ids)
        {
            if (new ReminderTable(statements).Find(id, edit.Owner) is { } reminder)
                new AuditTable(statements).Add(edit, now, reminder, after: null);
            var key = ReminderId.ToBytes(id);
            statements.Execute("delete from reminder where id = @1", key);
            statements.Execute("delete from history where user_id = @1 and reminder_id = @2", recipient.UserId, key);
            new RequestTable(statements).Forget(id);
        }

        return ids.Count;
    }

    public int Forget(Retirement before, int limit)
    {
        var requests = new RequestTable(statements).Forget(before.Requests, limit);
        var settled = statements.Execute(
            """
            delete from history
            where seq in (select seq from history
                          where settled_at < case when state = @3 and ended = 1 then @2 else @1 end and settled_at < max(@1, @2)
                          order by settled_at limit @4)
            """,
            before.Settled, before.DeadLetters, (int)ReminderState.Failed, limit);
        return Math.Max(Math.Max(requests, settled), new AuditTable(statements).Forget(before.Audit, limit));
    }
}
