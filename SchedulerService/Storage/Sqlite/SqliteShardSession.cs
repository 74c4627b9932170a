using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>The session on a SQLite file. The process that has locked the file owns every shard until it releases the file.</summary>
internal sealed class SqliteShardSession(SqliteDatabase database, NodeName node) : IShardSession
{
    public bool IsGone => false;

    public bool IsTrusted => true;

    public ValueTask<Census> TouchAsync(CancellationToken cancellationToken) =>
        // A file has no clock of its own. The machine's clock is the clock of the store.
        ValueTask.FromResult(new Census(TimeProvider.System.GetUtcNow(), Nodes: 1, Rank: 0, TakenByOthers: new HashSet<int>()));

    public ValueTask WithdrawAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<IReadOnlyList<int>> AcquireAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) => ValueTask.FromResult(shards);

    public ValueTask ReleaseAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<IReadOnlyList<DuePage>> ScanAsync(
        IReadOnlyList<(int Shard, ScanPosition After)> shards, Instant now, int limit, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync<IReadOnlyList<DuePage>>(
            statements => [.. shards.Select(from => Scan(statements, from.Shard, from.After, now, limit))], cancellationToken);

    public ValueTask<IReadOnlyList<DueReminder>> ReadAsync(
        IReadOnlyList<(int Shard, DeliveryKey Key)> reminders, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync<IReadOnlyList<DueReminder>>(
            statements => [.. reminders.Select(reminder => Read(statements, reminder.Shard, reminder.Key)).OfType<DueReminder>()], cancellationToken);

    public Task<Settled[]> SettleAsync(IReadOnlyList<Settlement> settlements) =>
        database.Writer.WriteAsync(statements => new SettlementWriter(statements, node).Write(settlements), CommitMetrics.Settle, settlements.Count);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private DuePage Scan(PreparedStatements statements, int shard, ScanPosition after, Instant now, int limit)
    {
        var reminders = new List<DueReminder>();
        using (var row = statements.Query(
            $"""
            select {StoredRow.DueColumns} from reminder
            where shard = @1 and visible_at is not null and (visible_at, id) > (@2, @3) and visible_at <= @4
            order by visible_at, id limit @5
            """,
            shard, after.VisibleAt, ReminderId.ToBytes(after.Id), now, limit))
        {
            while (row.Read())
                reminders.Add(StoredRow.ReadDue(row, ReminderRow.ReadId(row, 0), shard, this));
        }

        return reminders.Count == limit
            ? new DuePage(reminders, More: true, NextVisibleAt: null)
            : new DuePage(reminders, More: false, new ReminderTable(statements).NextVisible(shard, now + Instant.Resolution));
    }

    private DueReminder? Read(PreparedStatements statements, int shard, DeliveryKey key)
    {
        using var row = statements.Query(
            $"select {StoredRow.DueColumns} from reminder where id = @1 and occurrence = @2 and revision = @3",
            ReminderId.ToBytes(key.Id), key.Occurrence, key.Revision);
        return row.Read() ? StoredRow.ReadDue(row, key.Id, shard, this) : null;
    }
}
