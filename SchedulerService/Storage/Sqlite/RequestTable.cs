using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>The used request ids and the reminders that they created.</summary>
internal readonly struct RequestTable(PreparedStatements statements)
{
    /// <summary>Records the request of a new reminder. Returns false when the request id was used before.</summary>
    public bool Claim(RequestKey request, StoredReminder reminder) =>
        statements.Execute(
            "insert into request (owner, request_id, content_hash, reminder_id, created_at) values (@1, @2, @3, @4, @5) on conflict do nothing",
            request.Owner, request.RequestId, request.ContentHash, ReminderId.ToBytes(reminder.Id), reminder.CreatedAt) == 1;

    public Creation.Repeated? Find(RequestKey request)
    {
        Guid id;
        bool sameContent;
        using (var row = statements.Query(
            "select reminder_id, content_hash from request where owner = @1 and request_id = @2", request.Owner, request.RequestId))
        {
            if (!row.Read())
                return null;
            id = ReminderRow.ReadId(row, 0);
            sameContent = request.ContentHash.AsSpan().SequenceEqual(row.GetFieldValue<byte[]>(1));
        }

        return new Creation.Repeated(id, sameContent, new ReminderTable(statements).Find(id, owner: null));
    }

    public void Forget(Guid id) => statements.Execute("delete from request where reminder_id = @1", ReminderId.ToBytes(id));

    public int Forget(Instant before, int limit) => statements.Execute(
        """
        delete from request
        where (owner, request_id) in (select owner, request_id from request where created_at < @1 order by created_at limit @2)
        """,
        before, limit);
}
