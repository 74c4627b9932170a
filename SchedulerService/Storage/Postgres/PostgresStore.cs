using Microsoft.Extensions.Options;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>A store in a PostgreSQL database, for any number of nodes.</summary>
internal sealed class PostgresStore(
    string connectionString, IOptions<PostgresOptions> options, StoreClock clock, NodeName node, ILoggerFactory logs) : IStore
{
    private PostgresDatabase? _database;
    private PostgresReminderStore? _reminders;

    public IReminderStore Reminders => _reminders ?? throw IsNotOpen();

    public IShardSessions Sessions { get => field ?? throw IsNotOpen(); private set; }

    public IShardNotices Notices { get => field ?? throw IsNotOpen(); private set; }

    public async Task OpenAsync()
    {
        _database = new PostgresDatabase(connectionString, options.Value, node, logs.CreateLogger<PostgresDatabase>());
        clock.Start(await _database.OpenAsync());
        _reminders = new PostgresReminderStore(_database, node);
        Sessions = new PostgresShardSessions(_database, node, clock);
        Notices = new PostgresShardNotices(_database, clock, logs.CreateLogger<PostgresShardNotices>());
    }

    public async ValueTask DisposeAsync()
    {
        // In this order: the reminder store writes its waiting reminders, which needs the database.
        if (_reminders is not null)
            await _reminders.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    private static InvalidOperationException IsNotOpen() => new("the store is not open");
}
