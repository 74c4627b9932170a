namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>A store in a SQLite file, for one node.</summary>
internal sealed class SqliteStore(string connectionString, TimeProvider clock, NodeName node) : IStore
{
    private SqliteDatabase? _database;

    public IReminderStore Reminders { get => field ?? throw IsNotOpen(); private set; }

    public IShardSessions Sessions { get => field ?? throw IsNotOpen(); private set; }

    public IShardNotices Notices { get; } = new SqliteShardNotices();

    public Task OpenAsync()
    {
        _database = SqliteDatabase.Open(connectionString);
        Reminders = new SqliteReminderStore(_database, clock, node);
        Sessions = new SqliteShardSessions(_database, node);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static InvalidOperationException IsNotOpen() => new("the store is not open");
}
