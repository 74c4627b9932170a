using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Nudge.Bench.Deployments;
using Nudge.Bench.Scenarios;

namespace Nudge.Bench.Peers;

/// <summary>Hangfire on PostgreSQL: one scheduled job for each reminder. Hangfire has no bulk call.</summary>
internal sealed class HangfireStore : IInProcessPeer
{
    private readonly PeerDatabase _database;
    private readonly PostgreSqlStorage _storage;
    private readonly BackgroundJobClient _client;
    private BackgroundJobServer? _server;

    private HangfireStore(PeerDatabase database)
    {
        // An idle worker looks for a job when a notification arrives, and at this interval. The default is 15 s.
        var options = new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(200), EnableLongPolling = true };
        _database = database;
        _storage = new PostgreSqlStorage(new NpgsqlConnectionFactory(database.ConnectionString, options), options);
        _client = new BackgroundJobClient(_storage);
    }

    public int? MaxBatch => null;

    public static async Task<IInProcessPeer> CreateAsync(StoreServer server)
    {
        // Hangfire's calls block their threads, and the thread pool would add only a few threads a second.
        ThreadPool.SetMinThreads(128, 128);
        return new HangfireStore(await PeerDatabase.CreateAsync(server));
    }

    /// <summary>The handler of a job. Hangfire requires a public method.</summary>
    public static void Handle(string user, string text) => Tally.Add();

    public Task RegisterAsync(int number, DateTimeOffset due)
    {
        _client.Schedule(() => Handle($"user-{number}", Registration.Text), due);
        return Task.CompletedTask;
    }

    public Task RegisterAsync(int first, int count, DateTimeOffset due) => throw new NotSupportedException("Hangfire has no bulk call; register the reminders one by one");

    public Task StartAsync()
    {
        // These schedulers move due jobs to the queue, which takes longest. By default they move one job at a time and poll every 15 s.
        // Twenty workers are Hangfire's default for four cores and more; fewer were slower.
        var options = new BackgroundJobServerOptions
        {
            WorkerCount = 20,
            SchedulePollingInterval = TimeSpan.FromSeconds(1),
            MaxDegreeOfParallelismForSchedulers = 20,
        };
        _server = new BackgroundJobServer(options, _storage);
        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        _server!.SendStop();
        await _server.WaitForShutdownAsync(CancellationToken.None);
        _server.Dispose();
        _server = null;
    }

    public Task<long> CountLeftAsync() => _database.CountAsync("select count(*) from hangfire.job where statename <> 'Succeeded'");

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        _database.Dispose();
        return ValueTask.CompletedTask;
    }
}
