using Npgsql;
using Nudge.Servers;
using Nudge.V1;

namespace Nudge.Bench.Deployments;

/// <summary>Schedulers on an empty store, and a bot, each in its own process.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private static readonly string[] TidyStatements = ["vacuum (analyze) reminder, history", "checkpoint"];

    private readonly StoreServer _server;
    private readonly string _store;
    private readonly List<SchedulerNode> _schedulers;

    private Deployment(StoreServer server, string store, CallbackBot bot, List<SchedulerNode> schedulers) =>
        (_server, _store, Bot, _schedulers) = (server, store, bot, schedulers);

    public CallbackBot Bot { get; }

    public IReadOnlyList<SchedulerNode> Schedulers => _schedulers;

    /// <summary>Gets the client of the first scheduler.</summary>
    public ReminderScheduler.ReminderSchedulerClient Client => _schedulers[0].Client;

    /// <summary>Gets the greatest resident memory that a scheduler has had, in bytes.</summary>
    public long MaxMemory => _schedulers.Max(scheduler => scheduler.Memory.Most);

    public static async Task<Deployment> StartAsync(
        StoreServer server, int schedulers = 1, IReadOnlyDictionary<string, string>? settings = null, bool besideOthers = false, ApiClient? client = null)
    {
        var store = await server.CreateAsync(keepOthers: besideOthers);
        var deployment = new Deployment(server, store, CallbackBot.Start(), []);
        // The first scheduler creates the schema. The others would only wait for it.
        deployment._schedulers.Add(await SchedulerNode.StartAsync(store, deployment.Bot.Address, settings, client));
        deployment._schedulers.AddRange(
            await Task.WhenAll(Enumerable.Range(1, schedulers - 1).Select(_ => SchedulerNode.StartAsync(store, deployment.Bot.Address, settings, client))));
        return deployment;
    }

    /// <summary>Returns the CPU time that the processes have used so far.</summary>
    public Usage Use() => new(
        _schedulers.Aggregate(TimeSpan.Zero, (sum, scheduler) => sum + scheduler.CpuTime), Bot.CpuTime, _server.CpuTime());

    /// <summary>
    /// Waits until every delivery that the bot has received is settled. A scheduler settles in the order of the answers, so it is enough to wait for
    /// the last reminder of each stream.
    /// </summary>
    public async Task SettledAsync()
    {
        foreach (var id in (await Bot.AskAsync()).Last)
        {
            while (await Client.GetAsync(new GetRequest { Id = id }) is { State: not ReminderState.Delivered })
                await Task.Delay(TimeSpan.FromMilliseconds(2));
        }
    }

    /// <summary>Opens another session on the schedulers' database, for PostgreSQL only. The session stays open when the schedulers stop.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(string options = "")
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_store) { Options = options, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>
    /// Runs the vacuum and the checkpoint that PostgreSQL would otherwise start in the minutes after many writes, in the middle of a
    /// measurement. Does nothing for SQLite.
    /// </summary>
    public async Task TidyAsync()
    {
        if (_server.Kind != StoreKind.Postgres)
            return;

        await using var connection = await ConnectAsync();
        await Progress.ShowAsync("tidying", TidyStatements.Length, async show =>
        {
            for (var i = 0; i < TidyStatements.Length; i++)
            {
                await using var command = new NpgsqlCommand(TidyStatements[i], connection);
                await command.ExecuteNonQueryAsync();
                show(i + 1);
            }
        });
    }

    /// <summary>Stops the schedulers. Their store keeps its data.</summary>
    public async Task StopAsync()
    {
        foreach (var scheduler in _schedulers)
            await scheduler.DisposeAsync();
        _schedulers.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Bot.DisposeAsync();
    }
}
