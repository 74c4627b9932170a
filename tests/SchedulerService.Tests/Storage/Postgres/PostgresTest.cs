using System.Globalization;
using Npgsql;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.SchedulerService.Tests.Storage.Conformance;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Storage.Postgres;

/// <summary>The base of tests that need a database shared by several nodes. Each test has its own database.</summary>
public abstract class PostgresTest(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _open = [];

    internal static IReadOnlyList<int> AllShards { get; } = [.. Enumerable.Range(0, Shard.Count)];

    internal static Instant Now => Instant.Ceiling(TimeProvider.System.GetUtcNow());

    internal string Database { get; private set; } = "";

    /// <summary>PostgreSQL ends no session of a test that a busy machine keeps from using it.</summary>
    private static PostgresOptions Patient => new() { SessionIdleTimeout = TimeSpan.FromMinutes(1) };

    public virtual async ValueTask InitializeAsync() => Database = await cluster.CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var resource in Enumerable.Reverse(_open))
            await resource.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal async Task<PostgresNode> NodeAsync(string name = "node-1", PostgresOptions? options = null, TimeProvider? elapsed = null) =>
        Keep(await PostgresNode.OpenAsync(Database, name, options ?? Patient, elapsed));

    internal async Task<IShardSession> SessionAsync(PostgresNode node) => Keep(await node.Store.Sessions.OpenAsync(CancellationToken.None));

    /// <summary>Opens a connection that belongs to no node.</summary>
    internal async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = Keep(new NpgsqlConnection(Database));
        await connection.OpenAsync();
        return connection;
    }

    internal async Task<object?> ExecuteAsync(string sql, NpgsqlConnection? connection = null)
    {
        await using var command = new NpgsqlCommand(sql, connection ?? await ConnectAsync());
        return await command.ExecuteScalarAsync();
    }

    internal async Task<long> CountAsync(string sql) => Convert.ToInt64(await ExecuteAsync($"select count(*) {sql}"), CultureInfo.InvariantCulture);

    /// <summary>Creates a reminder, makes it visible, and reads it for delivery.</summary>
    internal async Task<DueReminder> DueAsync(PostgresNode node, IShardSession session, StoredReminder? reminder = null)
    {
        reminder ??= Sample.Reminder();
        await node.Store.Reminders.CreateAsync(reminder, request: null);
        await ExecuteAsync($"update reminder set visible_at = {(Now - TimeSpan.FromSeconds(1)).Milliseconds} where id = '{reminder.Id}'");
        var page = await session.ScanAsync(reminder.Shard, ScanPosition.Start, Now, 1000, CancellationToken.None);
        return page.Reminders.Single(due => due.Key.Id == reminder.Id);
    }

    internal static Settlement Delivered(DueReminder due, Instant? at = null) =>
        new Settlement.Ended(due, at ?? Now, Nudge.V1.ReminderState.Delivered, 0);

    /// <summary>Returns the id of the server process that owns a shard in this test's database. Other databases of the server are ignored.</summary>
    internal async Task<int> OwnerAsync(int shard) => (int)(await ExecuteAsync(
        $"""
        select l.pid from pg_locks l join pg_database d on d.oid = l.database
        where d.datname = current_database() and l.locktype = 'advisory' and l.classid = {AdvisoryLock.Shard} and l.objid = {shard}
        """))!;

    /// <summary>Makes the database unavailable: closes its connections and allows no new ones.</summary>
    internal Task ShutAsync() => AdministerAsync(
        "alter database {0} allow_connections false", "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '{0}'");

    /// <summary>Makes the database available again.</summary>
    internal Task ReopenAsync() => AdministerAsync("alter database {0} allow_connections true");

    private async Task AdministerAsync(params string[] statements)
    {
        var settings = new NpgsqlConnectionStringBuilder(Database);
        var name = settings.Database;
        settings.Database = "postgres";
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        foreach (var statement in statements)
            await ExecuteAsync(string.Format(CultureInfo.InvariantCulture, statement, name), connection);
    }

    private T Keep<T>(T resource)
        where T : IAsyncDisposable
    {
        _open.Add(resource);
        return resource;
    }
}
