using Grpc.Net.Client;
using Nudge.Servers;
using Nudge.V1;

namespace Nudge.Bench.Deployments;

/// <summary>A scheduler as a process of its own.</summary>
internal sealed class SchedulerNode : IDisposable
{
    private readonly ServiceProcess _process;
    private readonly GrpcChannel _channel;

    private SchedulerNode(ServiceProcess process, Uri health, Uri grpc)
    {
        _process = process;
        Health = health;
        Address = grpc;
        // More than the hundred calls that one connection carries at a time.
        _channel = GrpcChannel.ForAddress(grpc, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } });
        Client = new ReminderScheduler.ReminderSchedulerClient(_channel);
    }

    public Uri Address { get; }

    public Uri Health { get; }

    public ReminderScheduler.ReminderSchedulerClient Client { get; }

    public int ProcessId => _process.Id;

    public TimeSpan CpuTime => _process.CpuTime;

    /// <summary>Its resident memory, now and at most. Bytes.</summary>
    public (long Now, long Most) Memory => _process.Memory;

    /// <param name="store">Its store's connection string.</param>
    /// <param name="callback">Where its target "bot" is.</param>
    /// <param name="settings">What is to be other than it comes.</param>
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
