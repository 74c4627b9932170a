using Grpc.Net.Client;
using Nudge.Servers;
using Nudge.V1;

namespace Nudge.Bench.Deployments;

/// <summary>A scheduler in its own process.</summary>
internal sealed class SchedulerNode : IDisposable
{
    private readonly ServiceProcess _process;
    private readonly GrpcChannel _channel;

    private SchedulerNode(ServiceProcess process, Uri health, Uri grpc)
    {
        _process = process;
        Health = health;
        Address = grpc;
        // One HTTP/2 connection carries at most a hundred calls at a time.
        _channel = GrpcChannel.ForAddress(grpc, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } });
        Client = new ReminderScheduler.ReminderSchedulerClient(_channel);
    }

    public Uri Address { get; }

    public Uri Health { get; }

    public ReminderScheduler.ReminderSchedulerClient Client { get; }

    public int ProcessId => _process.Id;

    public TimeSpan CpuTime => _process.CpuTime;

    /// <summary>Gets the current and the greatest resident memory, in bytes.</summary>
    public (long Now, long Most) Memory => _process.Memory;

    /// <summary>Starts a scheduler, and returns once it is healthy.</summary>
    /// <param name="store">The connection string of the store.</param>
    /// <param name="callback">The address of the target "bot".</param>
    /// <param name="settings">Settings that override the defaults, as environment variables.</param>
    public static async Task<SchedulerNode> StartAsync(string store, Uri callback, IReadOnlyDictionary<string, string>? settings = null)
    {
        var http = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var grpc = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var environment = new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
        {
            ["Kestrel__Endpoints__http__Url"] = http.ToString(),
            ["Kestrel__Endpoints__grpc__Url"] = grpc.ToString(),
            ["Callbacks__Targets__bot"] = callback.ToString(),
            ["ConnectionStrings__reminders"] = store,
        };
        var health = new Uri(http, "health");
        return new SchedulerNode(await ServiceProcess.StartAsync("SchedulerService", health, environment), health, grpc);
    }

    public void Dispose()
    {
        _channel.Dispose();
        _process.Dispose();
    }
}
