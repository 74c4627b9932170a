using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>Every shard of a SQLite file: whoever has the file owns them all.</summary>
internal sealed class SqliteShardSession(SqliteDatabase database, NodeName node) : IShardSession
{
    public ValueTask<DateTimeOffset> TouchAsync(CancellationToken cancellationToken) =>
        // A file has no clock of its own: the machine's is the store's.
        ValueTask.FromResult(TimeProvider.System.GetUtcNow());

    public ValueTask<DuePage> ScanAsync(int shard, ScanPosition after, long now, int limit, CancellationToken cancellationToken) =>
        database.Reader.ReadAsync(statements => Scan(statements, shard, after, now, limit), cancellationToken);

    public ValueTask<long[]> NextVisibleAsync(CancellationToken cancellationToken) => database.Reader.ReadAsync(
        statements =>
        {
            var next = new long[Shard.Count];
            for (var shard = 0; shard < next.Length; shard++)
                next[shard] = NextVisible(statements, shard, long.MinValue) ?? long.MaxValue;
            return next;
        },
        cancellationToken);

    public Task<bool[]> SettleAsync(IReadOnlyList<Settlement> settlements) => database.Writer.WriteAsync(statements =>
    {
        var matched = new bool[settlements.Count];
        for (var i = 0; i < matched.Length; i++)
            matched[i] = Settle(statements, settlements[i]);
        return matched;
    });

    private static DuePage Scan(PreparedStatements statements, int shard, ScanPosition after, long now, int limit)
    {
        var reminders = new List<DueReminder>();
        using (var row = statements.Query(
            """
            select id, occurrence, revision, visible_at, due_at, generation, attempt, broken_streams, created_at, content, trace_parent
            from reminder
            where shard = @1 and visible_at is not null and (visible_at, id) > (@2, @3) and visible_at <= @4
            order by visible_at, id limit @5
            """,
            shard, after.VisibleAt, ReminderId.ToBytes(after.Id), now, limit))
        {
            while (row.Read())
            {
                reminders.Add(new DueReminder
                {
                    Key = new DeliveryKey(ReminderRow.ReadId(row, 0), row.GetInt64(1), row.GetInt64(2)),
                    Shard = shard,
                    VisibleAt = row.GetInt64(3),
                    DueAt = row.GetInt64(4),
                    Generation = row.GetInt32(5),
                    Attempt = row.GetInt32(6),
                    BrokenStreams = row.GetInt32(7),
                    CreatedAt = row.GetInt64(8),
                    Content = ReminderRow.ReadContent(row, 9),
                    TraceParent = ReminderRow.ReadText(row, 10),
                });
            }
        }

        return reminders.Count == limit
            ? new DuePage(reminders, More: true, NextVisibleAt: null)
            : new DuePage(reminders, More: false, NextVisible(statements, shard, now));
    }

    private static long? NextVisible(PreparedStatements statements, int shard, long after) =>
        (long?)statements.Scalar("select min(visible_at) from reminder where shard = @1 and visible_at > @2", shard, after);

    private bool Settle(PreparedStatements statements, Settlement settlement)
    {
        var reminder = settlement.Reminder;
        var history = new HistoryWriter(statements, node);
        switch (settlement)
        {
            case Settlement.Ended ended when IsUnchanged(statements, reminder.Key):
                history.End(reminder.Key.Id, ended.State, ended.At, ended.Attempt, ended.Error, ended.MessageId);
                return true;
            case Settlement.Ended ended:
                history.RecordStale(reminder, ended.State, ended.At, ended.Attempt, ended.Error, ended.MessageId);
                return false;
            case Settlement.Again again:
                return Update(statements, reminder.Key, again.At, again.VisibleAt, again.Attempt, again.BrokenStreams, PauseCauses.None, again.Error);
            case Settlement.Paused paused:
                return Update(statements, reminder.Key, paused.At, null, paused.Attempt, reminder.BrokenStreams, paused.Cause, paused.Error);
            default:
                throw new InvalidOperationException($"unknown settlement {settlement.GetType().Name}");
        }
    }

    private static bool IsUnchanged(PreparedStatements statements, DeliveryKey key) =>
        statements.Scalar(
            "select 1 from reminder where id = @1 and occurrence = @2 and revision = @3",
            ReminderId.ToBytes(key.Id), key.Occurrence, key.Revision) is not null;

    private static bool Update(
        PreparedStatements statements, DeliveryKey key, long at, long? visibleAt, int attempt, int brokenStreams, PauseCauses cause, string error) =>
        statements.Execute(
            """
            update reminder
            set visible_at = @4, attempt = @5, broken_streams = @6, pause_causes = pause_causes | @7, last_error = @8, updated_at = @9,
                revision = revision + 1
            where id = @1 and occurrence = @2 and revision = @3
            """,
            ReminderId.ToBytes(key.Id), key.Occurrence, key.Revision, visibleAt, attempt, brokenStreams, (int)cause, error, at) == 1;
}
