using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>The table of live reminders.</summary>
internal readonly struct ReminderTable(PreparedStatements statements)
{
    /// <summary>Returns a live or settled reminder; null when it does not exist.</summary>
    public StoredReminder? Find(Guid id, string? owner)
    {
        using var row = statements.Query($"select {StoredRow.Columns} from every_reminder where id = @1 and (@2 is null or owner = @2)", ReminderId.ToBytes(id), owner);
        return row.Read() ? ReminderRow.Read(row) : null;
    }

    public StoredReminder? FindLive(Guid id, string? owner) =>
        Find(id, owner) is { State: ReminderState.Scheduled or ReminderState.Paused } reminder ? reminder : null;

    /// <summary>Returns the earliest visible_at of a shard that is not before an instant; null when no reminder waits.</summary>
    public Instant? NextVisible(int shard, Instant since) =>
        statements.Scalar("select min(visible_at) from reminder where shard = @1 and visible_at >= @2", shard, since) is long next ? new Instant(next) : null;

    public IReadOnlyDictionary<string, long> CountByOwner()
    {
        var counts = new Dictionary<string, long>();
        using var row = statements.Query("select owner, count(*) from reminder group by owner");
        while (row.Read())
            counts.Add(row.GetString(0), row.GetInt64(1));
        return counts;
    }

    public void Insert(StoredReminder reminder, byte[] content, string labels, Instant now)
    {
        var recipient = reminder.Content.Recipient;
        statements.Execute(
            $"""
            insert into reminder (id, {StoredRow.KeptColumns}, visible_at, updated_at, wall, generation, revision, labels, content)
            values (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, max(@2, @11), @5, @12, @13, @14, @15, @16)
            """,
            ReminderId.ToBytes(reminder.Id), reminder.DueAt, reminder.Occurrence, reminder.Shard, reminder.CreatedAt, reminder.Owner,
            ReminderRow.Text(recipient.UserId), ReminderRow.Text(recipient.ConversationId), ReminderRow.Text(recipient.TenantId), reminder.TraceParent,
            now, reminder.Wall, reminder.Generation, reminder.Revision, labels, content);
    }

    /// <summary>Writes a changed reminder and increments its revision.</summary>
    public void Update(StoredReminder before, StoredReminder after, Instant now)
    {
        var key = ReminderId.ToBytes(before.Id);
        statements.Execute(
            """
            update reminder
            set visible_at = max(@2, @3), due_at = @4, wall = @5, occurrence = @6, generation = @7, attempt = @8, broken_streams = @9, tried = 0,
                pause_causes = @10, last_error = @11, revision = revision + 1, updated_at = @3
            where id = @1
            """,
            key, after.PauseCauses == PauseCauses.None ? after.VisibleAt : null, now, after.DueAt, after.Wall, after.Occurrence,
            after.Generation, after.Attempt, after.BrokenStreams, (int)after.PauseCauses, after.LastError);
        if (!ReferenceEquals(before.Content, after.Content))
        {
            statements.Execute(
                "update reminder set content = @2, labels = @3 where id = @1", key, ReminderRow.Content(after.Content), ReminderRow.Labels(after.Content));
        }
    }

    /// <summary>Removes the pause cause <see cref="PauseCauses.Recipient"/> from the reminders of a recipient.</summary>
    public Resumption Resume(Recipient recipient, Edit edit, Instant now, int limit)
    {
        var earliest = new Dictionary<int, Instant>();
        var ids = new List<Guid>();
        using (var row = statements.Query(
            """
            update reminder
            set pause_causes = pause_causes & ~@4, visible_at = case pause_causes & ~@4 when 0 then max(due_at, @5) end, attempt = 0,
                broken_streams = 0, tried = 0, revision = revision + 1, updated_at = @5
            where id in (select id from reminder
                         where pause_causes & @4 <> 0 and (@1 is null or user_id = @1) and (@2 is null or conversation_id = @2)
                           and (@3 is null or tenant_id = @3) and (@7 is null or owner = @7)
                         order by id limit @6)
            returning id, shard, visible_at
            """,
            ReminderRow.Text(recipient.UserId), ReminderRow.Text(recipient.ConversationId), ReminderRow.Text(recipient.TenantId),
            (int)PauseCauses.Recipient, now, limit, edit.Owner))
        {
            while (row.Read())
            {
                ids.Add(ReminderRow.ReadId(row, 0));
                if (StoredRow.ReadInstant(row, 2) is { } visibleAt)
                    earliest[row.GetInt32(1)] = Instant.Min(visibleAt, earliest.GetValueOrDefault(row.GetInt32(1), Instant.Never));
            }
        }

        foreach (var id in ids)
        {
            var resumed = Find(id, edit.Owner)!;
            new AuditTable(statements).Add(edit, now, resumed with { State = ReminderState.Paused, Revision = resumed.Revision - 1 }, resumed);
        }

        return new Resumption(ids.Count, earliest);
    }
}
