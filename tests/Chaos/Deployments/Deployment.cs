using Grpc.Net.Client;
using Nudge.Servers;
using Nudge.TeamsEmulator;
using Nudge.TeamsEmulator.Connector;
using Nudge.V1;

namespace Nudge.Chaos.Deployments;

/// <summary>
/// Four schedulers on one PostgreSQL and two bots on one Redis, each in its own process, and an emulated Teams with the limits of the real one.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    public const string Database = "nudge";

    private const int Schedulers = 4;
    private const int Bots = 2;

    private const int DiskMegabytes = 1024;

    /// <summary>The most connections that PostgreSQL accepts, so that a fault with 300 connections uses all of them.</summary>
    private const int MaxConnections = 300;

    /// <summary>The approximate time that Teams takes for an answer.</summary>
    private const string TeamsLatency = "00:00:00.050";

    private readonly List<GrpcChannel> _channels = [];
    private readonly List<Node> _schedulers = [];
    private readonly List<Node> _bots = [];

    private Deployment(DataFolder folder, SupervisedPostgres postgres, SupervisedRedis redis, Emulator teams) =>
        (Folder, Postgres, Redis, Teams) = (folder, postgres, redis, teams);

    public DataFolder Folder { get; }

    public SupervisedPostgres Postgres { get; }

    public SupervisedRedis Redis { get; }

    public Emulator Teams { get; }

    public IReadOnlyList<Node> SchedulerNodes => _schedulers;

    public IReadOnlyList<Node> BotNodes => _bots;

    public IReadOnlyList<ReminderScheduler.ReminderSchedulerClient> Clients { get; private set; } = [];

    /// <summary>Gets the ports of each scheduler: health, gRPC.</summary>
    public IReadOnlyList<(int Http, int Grpc)> SchedulerPorts { get; private set; } = [];

    /// <summary>Gets the ports at which the bots receive deliveries.</summary>
    public IReadOnlyList<int> CallbackPorts { get; private set; } = [];

    public IReadOnlyCollection<Message> Messages => Teams.Messages.Messages;

    public static async Task<Deployment> StartAsync(Settings settings, bool limitedDisk = false)
    {
        var folder = await DataFolder.CreateAsync(limitedDisk ? DiskMegabytes : 0);
        var postgres = await SupervisedPostgres.StartAsync(
            folder.Path, $"max_connections={MaxConnections}", "shared_buffers=256MB", "min_wal_size=160MB", "max_wal_size=512MB");
        await postgres.ExecuteAsync($"create database {Database}");
        var redis = await SupervisedRedis.StartAsync(folder.Path);

        var botPorts = Ports(Bots);
        var teams = new Emulator(["--urls", "http://127.0.0.1:0", "--bot", $"http://127.0.0.1:{botPorts[0].Http}/api/messages", "--latency", TeamsLatency]);
        await teams.StartAsync();

        var deployment = new Deployment(folder, postgres, redis, teams)
        {
            SchedulerPorts = Ports(Schedulers),
            CallbackPorts = [.. botPorts.Select(ports => ports.Grpc)],
        };
        deployment.Create(botPorts, settings.Logs);
        await Task.WhenAll(deployment._bots.Select(bot => bot.StartAsync()));
        // The first scheduler creates the schema. The others would only wait for it.
        await deployment._schedulers[0].StartAsync();
        await Task.WhenAll(deployment._schedulers.Skip(1).Select(scheduler => scheduler.StartAsync()));
        deployment.Clients = [.. deployment.SchedulerPorts.Select(ports => deployment.Connect(ports.Grpc))];
        return deployment;
    }

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        foreach (var node in _schedulers.Concat(_bots))
            await node.DisposeAsync();
        await Teams.DisposeAsync();
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
        await Folder.DisposeAsync();
    }

    private void Create(IReadOnlyList<(int Http, int Grpc)> botPorts, DirectoryInfo? logs)
    {
        for (var i = 0; i < Schedulers; i++)
        {
            var (http, grpc) = SchedulerPorts[i];
            var settings = Common(http, "grpc", grpc);
            settings["ConnectionStrings__reminders"] = Postgres.ConnectionString(Database);
            for (var bot = 0; bot < Bots; bot++)
                settings[$"services__bot__callback__{bot}"] = $"http://127.0.0.1:{botPorts[bot].Grpc}";
            _schedulers.Add(new Node($"scheduler-{i + 1}", "SchedulerService", Health(http), settings, logs));
        }

        for (var i = 0; i < Bots; i++)
        {
            var (http, callback) = botPorts[i];
            var settings = Common(http, "callback", callback);
            settings["ConnectionStrings__redis"] = Redis.Address;
            for (var scheduler = 0; scheduler < Schedulers; scheduler++)
                settings[$"services__scheduler__grpc__{scheduler}"] = $"http://127.0.0.1:{SchedulerPorts[scheduler].Grpc}";
            _bots.Add(new Node($"bot-{i + 1}", "BotService", Health(http), settings, logs));
        }
    }

    private ReminderScheduler.ReminderSchedulerClient Connect(int port)
    {
        // One HTTP/2 connection carries at most a hundred calls at a time.
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, ConnectTimeout = TimeSpan.FromSeconds(2) };
        _channels.Add(GrpcChannel.ForAddress($"http://127.0.0.1:{port}", new GrpcChannelOptions { HttpHandler = handler }));
        return new ReminderScheduler.ReminderSchedulerClient(_channels[^1]);
    }

    private static Dictionary<string, string> Common(int http, string second, int port) => new()
    {
        ["DOTNET_ENVIRONMENT"] = "Development",
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["Kestrel__Endpoints__http__Url"] = $"http://127.0.0.1:{http}",
        [$"Kestrel__Endpoints__{second}__Url"] = $"http://127.0.0.1:{port}",
    };

    private static Uri Health(int port) => new($"http://127.0.0.1:{port}/health");

    private static IReadOnlyList<(int Http, int Grpc)> Ports(int count) => [.. Enumerable.Range(0, count).Select(_ => (FreePort.Find(), FreePort.Find()))];
}
