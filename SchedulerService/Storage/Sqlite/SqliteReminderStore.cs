using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Reminders in a SQLite file.</summary>
internal sealed class SqliteReminderStore(SqliteDatabase database, TimeProvider clock, NodeName node) : IReminderStore
{
    public Task<Creation> CreateAsync(StoredReminder reminder, RequestKey? request, Edit edit)
    {
        // Encoded on the caller's thread, so that the only writer does nothing but write.
        var content = ReminderRow.Content(reminder.Content);
        var labels = ReminderRow.Labels(reminder.Content);

        return database.Writer.WriteAsync<Creation>(statements =>
        {
            var requests = new RequestTable(statements);
            if (request is not null && !requests.Claim(request, reminder))
                return requests.Find(request)!;

            var now = Now;
            new ReminderTable(statements).Insert(reminder, content, labels, now);
            new AuditTable(statements).Add(edit, now, before: null, after: reminder);
            return new Creation.Created(reminder);
        }, CommitMetrics.Register);
    }

    public ValueTask<Creation.Repeated?> FindRequestAsync(RequestKey request, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync(statements => new RequestTable(statements).Find(request), cancellationToken);

    public ValueTask<StoredReminder?> GetAsync(Guid id, string? owner, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync(statements => new ReminderTable(statements).Find(id, owner), cancellationToken);

    public ValueTask<IReadOnlyList<StoredReminder>> ListAsync(ReminderQuery query, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync(statements => ReminderList.Read(statements, query), cancellationToken);

    public ValueTask<IReadOnlyList<StoredReminder>> ListOnWallClockAsync(Guid after, int limit, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync(statements => ReminderList.ReadOnWallClock(statements, after, limit), cancellationToken);

    public ValueTask<IReadOnlyList<StoredReminder>> ListChangedAsync(Instant since, Guid after, int limit, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync(statements => ReminderList.ReadChanged(statements, since, after, limit), cancellationToken);

    public Task<Change?> ChangeAsync(Guid id, Edit edit, Func<StoredReminder, Instant, StoredReminder?> change) => database.Writer.WriteAsync(statements =>
    {
        var now = Now;
        var reminders = new ReminderTable(statements);
        if (reminders.FindLive(id, edit.Owner) is not { } before)
            return null;
        if (change(before, now) is not { } after)
            return new Change(before, null);

        reminders.Update(before, after, now);
        var changed = reminders.Find(id, edit.Owner);
        new AuditTable(statements).Add(edit, now, before, changed);
        return new Change(before, changed);
    });

    public Task<StoredReminder?> CancelAsync(Guid id, Edit edit) => database.Writer.WriteAsync(statements => Cancel(statements, id, edit, Now));

    public Task<int> CancelMatchingAsync(ReminderQuery query, Edit edit) => database.Writer.WriteAsync(statements =>
    {
        var now = Now;
        return ReminderList.Read(statements, query).Count(reminder => Cancel(statements, reminder.Id, edit, now) is not null);
    });

    public Task<StoredReminder?> RetryAsync(Guid id, Edit edit) => database.Writer.WriteAsync(statements =>
    {
        var (now, reminders) = (Now, new ReminderTable(statements));
        var failed = reminders.Find(id, edit.Owner);
        if (!new HistoryWriter(statements, node).Reopen(id, edit.Owner, now))
            return null;

        var retried = reminders.Find(id, edit.Owner);
        new AuditTable(statements).Add(edit, now, failed, retried);
        return retried;
    });

    public Task<Resumption> ResumeRecipientAsync(Recipient recipient, Edit edit, int limit) =>
        database.Writer.WriteAsync(statements => new ReminderTable(statements).Resume(recipient, edit, Now, limit));

    public async Task<int> ForgetRecipientAsync(Recipient recipient, Edit edit, int limit)
    {
        var forgotten = await database.Writer.WriteAsync(statements => new Erasure(statements).Forget(recipient, edit, Now, limit));
        if (forgotten < limit)
            await Task.Run(database.EmptyLog);
        return forgotten;
    }

    public ValueTask<IReadOnlyList<AuditRecord>> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync(statements => new AuditTable(statements).Read(query), cancellationToken);

    public Task<int> ForgetAsync(Retirement before, int limit) =>
        database.Writer.WriteAsync(statements => new Erasure(statements).Forget(before, limit));

    public ValueTask<IReadOnlyDictionary<int, Instant>> NextVisibleAsync(
        IReadOnlyList<(int Shard, Instant Since)> shards, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync<IReadOnlyDictionary<int, Instant>>(
            statements => shards.ToDictionary(from => from.Shard, from => new ReminderTable(statements).NextVisible(from.Shard, from.Since) ?? Instant.Never),
            cancellationToken);

    public ValueTask<long?> CountPendingAsync(CancellationToken cancellationToken) =>
        database.Reader.ReadAsync(statements => (long?)statements.Scalar("select count(*) from reminder"), cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, long>> CountPendingByOwnerAsync(CancellationToken cancellationToken) =>
        database.Reader.ReadAsync(statements => new ReminderTable(statements).CountByOwner(), cancellationToken);

    public ValueTask<string?> GetSettingAsync(string name, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync(statements => (string?)statements.Scalar("select value from setting where name = @1", name), cancellationToken);

    public Task SetSettingAsync(string name, string value) => database.Writer.WriteAsync(statements => statements.Execute(
        "insert into setting (name, value) values (@1, @2) on conflict (name) do update set value = excluded.value", name, value));

    /// <summary>Gets the time of a write, rounded up. No write sets an earlier visible_at.</summary>
    private Instant Now => Instant.Ceiling(clock.GetUtcNow());

    private StoredReminder? Cancel(PreparedStatements statements, Guid id, Edit edit, Instant now)
    {
        var reminders = new ReminderTable(statements);
        if (reminders.FindLive(id, edit.Owner) is not { } reminder)
            return null;

        new HistoryWriter(statements, node).End(id, ReminderState.Cancelled, now, reminder.Attempt, reminder.LastError, messageId: null);
        var cancelled = reminders.Find(id, edit.Owner)!;
        new AuditTable(statements).Add(edit, now, reminder, cancelled);
        return cancelled with { VisibleAt = reminder.VisibleAt };
    }
}
