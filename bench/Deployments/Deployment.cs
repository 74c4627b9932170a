using Npgsql;
using Nudge.V1;

namespace Nudge.Bench.Deployments;

/// <summary>Schedulers on an empty store and a bot, all of them processes.</summary>
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

    /// <summary>Of the first scheduler.</summary>
    public ReminderScheduler.ReminderSchedulerClient Client => _schedulers[0].Client;

    /// <summary>The most that a scheduler's resident memory was. Bytes.</summary>
    public long MaxMemory => _schedulers.Max(scheduler => scheduler.Memory.Most);

    public static async Task<Deployment> StartAsync(
        StoreServer server, int schedulers = 1, IReadOnlyDictionary<string, string>? settings = null, bool besideOthers = false)
    {
        var store = await server.CreateAsync(keepOthers: besideOthers);
        var deployment = new Deployment(server, store, CallbackBot.Start(), []);
        // The first makes the schema, for which the others would wait.
        deployment._schedulers.Add(await SchedulerNode.StartAsync(store, deployment.Bot.Address, settings));
        deployment._schedulers.AddRange(
            await Task.WhenAll(Enumerable.Range(1, schedulers - 1).Select(_ => SchedulerNode.StartAsync(store, deployment.Bot.Address, settings))));
        return deployment;
    }

    /// <summary>How much CPU time everything has had so far.</summary>
    public Usage Use() => new(
        _schedulers.Aggregate(TimeSpan.Zero, (sum, scheduler) => sum + scheduler.CpuTime), Bot.CpuTime, _server.CpuTime());

    /// <summary>
    /// Waits until everything is settled that the bot has received: a scheduler settles in the order of the answers, so that is once the last
    /// of each stream is.
    /// </summary>
    public async Task SettledAsync()
    {
        foreach (var id in (await Bot.AskAsync()).Last)
        {
            while (await Client.GetAsync(new GetRequest { Id = id }) is { State: not ReminderState.Delivered })
                await Task.Delay(TimeSpan.FromMilliseconds(2));
        }
    }

    /// <summary>A session of its own on the schedulers' database; it outlives the schedulers. Only where the store is PostgreSQL.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(string options = "")
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_store) { Options = options, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>
    /// Does at once what the database does by itself in the minutes after a lot was written, so that it does not do it in the middle of what
    /// is measured.
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

    /// <summary>Ends the schedulers; what they kept stays.</summary>
    public void Stop()
    {
        foreach (var scheduler in _schedulers)
            scheduler.Dispose();
        _schedulers.Clear();
    }

    public ValueTask DisposeAsync()
    {
        Stop();
        Bot.Dispose();
        return ValueTask.CompletedTask;
    }
}
