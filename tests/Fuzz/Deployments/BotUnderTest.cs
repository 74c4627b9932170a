using System.Net;
using Nudge.Fuzz.Calls;
using Nudge.Servers;
using Nudge.TeamsEmulator;
using Nudge.TeamsEmulator.Conversations;

namespace Nudge.Fuzz.Deployments;

/// <summary>The bot in its own process, with Redis, a scheduler, and an emulated Teams in this process.</summary>
internal sealed class BotUnderTest : IAsyncDisposable
{
    private const int Tenants = 100;
    private const int PeopleInTenant = 30;

    private readonly RedisServer _redis;

    private BotUnderTest(RedisServer redis, Emulator teams, SchedulerUnderTest scheduler, ServiceProcess process, Uri messages, Uri callback)
    {
        (_redis, Teams, Scheduler, Process) = (redis, teams, scheduler, process);
        Messages = new RawClient(messages, HttpVersion.Version11);
        Callback = new RawClient(callback, HttpVersion.Version20);
        Conversations = [.. Enumerable.Range(0, Tenants * PeopleInTenant).Select(number =>
            teams.Population.Open($"tenant-{number % Tenants}", teams.Population.AddPerson($"tenant-{number % Tenants}")))];
    }

    public Emulator Teams { get; }

    public SchedulerUnderTest Scheduler { get; }

    public ServiceProcess Process { get; }

    /// <summary>Gets the client of the endpoint for Teams.</summary>
    public RawClient Messages { get; }

    /// <summary>Gets the client of the endpoint for the scheduler.</summary>
    public RawClient Callback { get; }

    /// <summary>Gets the personal conversations. They are so many that no limit of Teams delays an answer.</summary>
    public IReadOnlyList<Conversation> Conversations { get; }

    public static async Task<BotUnderTest> StartAsync(StoreKind store)
    {
        var (messages, callback) = (new Uri($"http://127.0.0.1:{FreePort.Find()}"), new Uri($"http://127.0.0.1:{FreePort.Find()}"));
        var redis = await RedisServer.StartAsync();
        var teams = new Emulator(["--urls", $"http://127.0.0.1:{FreePort.Find()}", "--bot", new Uri(messages, "api/messages").ToString()]);
        await teams.StartAsync();
        var scheduler = await SchedulerUnderTest.StartAsync(await Store.CreateAsync(store), callback);
        var process = await ServiceProcess.StartAsync("BotService", new Uri(messages, "health"), new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Kestrel__Endpoints__http__Url"] = messages.ToString(),
            ["Kestrel__Endpoints__callback__Url"] = callback.ToString(),
            ["ConnectionStrings__redis"] = redis.Address,
            ["services__scheduler__grpc__0"] = scheduler.Address.ToString(),
            ["Aspire__Nudge__Client__ApiKey"] = SchedulerUnderTest.Bot.Key,
        });
        return new BotUnderTest(redis, teams, scheduler, process, messages, callback);
    }

    public async ValueTask DisposeAsync()
    {
        Messages.Dispose();
        Callback.Dispose();
        await Process.DisposeAsync();
        await Scheduler.DisposeAsync();
        await Teams.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
