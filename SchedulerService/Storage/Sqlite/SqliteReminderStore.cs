using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Reminders in a SQLite file.</summary>
internal sealed class SqliteReminderStore(SqliteDatabase database, TimeProvider clock, NodeName node) : IReminderStore
{
    public Task<Creation> CreateAsync(StoredReminder reminder, RequestKey? request)
    {
        // Encoded here, by the caller's thread, so that the one writer only writes.
        var content = ReminderRow.Content(reminder.Content);
        var labels = ReminderRow.Labels(reminder.Content);

        return database.Writer.WriteAsync<Creation>(statements =>
        {
            if (request is not null && !ClaimRequest(statements, request, reminder))
                return FindRequest(statements, request)!;

            var recipient = reminder.Content.Recipient;
            statements.Execute(
                """
                insert into reminder (id, shard, visible_at, due_at, occurrence, generation, revision, owner, user_id, conversation_id,
                                      tenant_id, labels, content, trace_parent, created_at, updated_at)
                values (@1, @2, max(@3, @4), @3, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @15)
                """,
                ReminderId.ToBytes(reminder.Id), reminder.Shard, reminder.DueAt, Now, reminder.Occurrence, reminder.Generation,
                reminder.Revision, reminder.Owner, ReminderRow.Text(recipient.UserId), ReminderRow.Text(recipient.ConversationId),
                ReminderRow.Text(recipient.TenantId), labels, content, reminder.TraceParent, reminder.CreatedAt);
            return new Creation.Created(reminder);
        });
    }

    public ValueTask<Creation.Repeated?> FindRequestAsync(RequestKey request, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync(statements => FindRequest(statements, request), cancellationToken);

    public ValueTask<StoredReminder?> GetAsync(Guid id, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync(statements => Find(statements, id), cancellationToken);

    public ValueTask<IReadOnlyList<StoredReminder>> ListAsync(ReminderQuery query, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync(statements => ReminderList.Read(statements, query), cancellationToken);

    public Task<Cancellation?> CancelAsync(Guid id) => database.Writer.WriteAsync(statements =>
    {
        var now = Now;
        if (Find(statements, id) is not { State: ReminderState.Scheduled or ReminderState.Paused } reminder)
            return null;

        var visibleAt = (long?)statements.Scalar("select visible_at from reminder where id = @1", ReminderId.ToBytes(id));
        var history = new HistoryWriter(statements, node);
        history.End(id, ReminderState.Cancelled, now, reminder.Attempt, reminder.LastError, messageId: null);
        return new Cancellation(
            Find(statements, id)!,
            MayHaveBeenDelivered: reminder.DueAt <= now || visibleAt <= now);
    });

    public Task<StoredReminder?> DeliverNowAsync(Guid id) => database.Writer.WriteAsync(statements =>
    {
        var changed = statements.Execute(
            """
            update reminder
            set visible_at = case pause_causes & ~@3 when 0 then @2 end, pause_causes = pause_causes & ~@3,
                generation = generation + 1, revision = revision + 1, updated_at = @2
            where id = @1
            """,
            ReminderId.ToBytes(id), Now, (int)PauseCauses.Recipient);
        return changed == 0 ? null : Find(statements, id);
    });

    public Task<int> ForgetAsync(Retirement before, int limit) => database.Writer.WriteAsync(statements =>
    {
        var requests = statements.Execute(
            """
            delete from request
            where (owner, request_id) in (select owner, request_id from request where created_at < @1 order by created_at limit @2)
            """,
            before.Requests, limit);
        var settled = statements.Execute(
            """
            delete from history
            where seq in (select seq from history where settled_at < case state when @3 then @2 else @1 end and settled_at < max(@1, @2)
                          order by settled_at limit @4)
            """,
            before.Settled, before.DeadLetters, (int)ReminderState.Failed, limit);
        return Math.Max(requests, settled);
    });

    /// <summary>The time at which a write is performed; nothing is written to be visible before it.</summary>
    private long Now => Instant.Ceiling(clock.GetUtcNow());

    private static bool ClaimRequest(PreparedStatements statements, RequestKey request, StoredReminder reminder) =>
        statements.Execute(
            "insert into request (owner, request_id, content_hash, reminder_id, created_at) values (@1, @2, @3, @4, @5) on conflict do nothing",
            request.Owner, request.RequestId, request.ContentHash, ReminderId.ToBytes(reminder.Id), reminder.CreatedAt) == 1;

    private static Creation.Repeated? FindRequest(PreparedStatements statements, RequestKey request)
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

        return new Creation.Repeated(id, sameContent, Find(statements, id));
    }

    private static StoredReminder? Find(PreparedStatements statements, Guid id)
    {
        using var row = statements.Query($"select {ReminderRow.Columns} from every_reminder where id = @1", ReminderId.ToBytes(id));
        return row.Read() ? ReminderRow.Read(row) : null;
    }
}
