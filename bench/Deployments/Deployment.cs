using Nudge.V1;

namespace Nudge.Bench.Deployments;

/// <summary>Schedulers on an empty store and a bot, all of them processes.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly StoreServer _server;
    private readonly List<SchedulerNode> _schedulers;

    private Deployment(StoreServer server, CallbackBot bot, List<SchedulerNode> schedulers) => (_server, Bot, _schedulers) = (server, bot, schedulers);

    public CallbackBot Bot { get; }

    public IReadOnlyList<SchedulerNode> Schedulers => _schedulers;

    /// <summary>Of the first scheduler.</summary>
    public ReminderScheduler.ReminderSchedulerClient Client => _schedulers[0].Client;

    /// <summary>The most that a scheduler's resident memory was. Bytes.</summary>
    public long MaxMemory => _schedulers.Max(scheduler => scheduler.Memory.Most);

    public static async Task<Deployment> StartAsync(StoreServer server, int schedulers = 1)
    {
        var store = await server.CreateAsync();
        var deployment = new Deployment(server, CallbackBot.Start(), []);
        for (var i = 0; i < schedulers; i++)
            deployment._schedulers.Add(await SchedulerNode.StartAsync(store, deployment.Bot.Address));
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

    public ValueTask DisposeAsync()
    {
        foreach (var scheduler in _schedulers)
            scheduler.Dispose();
        Bot.Dispose();
        return ValueTask.CompletedTask;
    }
}
