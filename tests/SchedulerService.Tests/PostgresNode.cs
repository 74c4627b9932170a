using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.SchedulerService.Timing;
using Nudge.Tests;

namespace Nudge.SchedulerService.Tests;

/// <summary>The store of one node on a PostgreSQL database.</summary>
internal sealed class PostgresNode : IAsyncDisposable
{
    private PostgresNode(string connectionString, PostgresStore store, StoreClock clock, ErrorLog log)
    {
        ConnectionString = connectionString;
        Store = store;
        Clock = clock;
        Log = log;
    }

    public string ConnectionString { get; }

    public PostgresStore Store { get; }

    public StoreClock Clock { get; }

    public ErrorLog Log { get; }

    public static async Task<PostgresNode> OpenAsync(
        string connectionString, string name = "node-1", PostgresOptions? options = null, TimeProvider? elapsed = null)
    {
        var log = new ErrorLog();
        var clock = new StoreClock(TimeProvider.System.GetUtcNow(), elapsed ?? ElapsedTime.Create());
        var store = new PostgresStore(
            connectionString,
            Options.Create(options ?? new PostgresOptions()),
            clock,
            new NodeName(name),
            LoggerFactory.Create(logging => logging.AddProvider(log)));
        await store.OpenAsync();
        return new PostgresNode(connectionString, store, clock, log);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Log.Verify();
    }
}
