using System.Diagnostics;
using Grpc.Net.Client;
using Nudge.Servers;
using Nudge.V1;

namespace Nudge.Bench.Deployments;

/// <summary>A scheduler in its own process.</summary>
internal sealed class SchedulerNode : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly GrpcChannel _channel;

    private SchedulerNode(ChildProcess process, Uri health, Uri grpc, ApiClient? client)
    {
        _process = process;
        Health = health;
        Address = grpc;
        // One HTTP/2 connection carries at most a hundred calls at a time.
        _channel = GrpcChannel.ForAddress(grpc, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } });
        Client = client?.On(_channel) ?? new ReminderScheduler.ReminderSchedulerClient(_channel);
    }

    public Uri Address { get; }

    public Uri Health { get; }

    public ReminderScheduler.ReminderSchedulerClient Client { get; }

    public GrpcChannel Channel => _channel;

    public int ProcessId => _process.Id;

    public TimeSpan CpuTime => ProcessTree.CpuTime(_process.Id);

    /// <summary>Gets the current and the greatest resident memory, in bytes.</summary>
    public (long Now, long Most) Memory
    {
        get
        {
            using var process = Process.GetProcessById(_process.Id);
            return (process.WorkingSet64, process.PeakWorkingSet64);
        }
    }

    /// <summary>Starts a scheduler, and returns once it is healthy.</summary>
    /// <param name="store">The connection string of the store.</param>
    /// <param name="callback">The address of the target "bot".</param>
    /// <param name="settings">Settings that override the defaults, as environment variables.</param>
    /// <param name="client">The client that <see cref="Client"/> calls as; null for an anonymous one.</param>
    public static async Task<SchedulerNode> StartAsync(string store, Uri callback, IReadOnlyDictionary<string, string>? settings = null, ApiClient? client = null)
    {
        var http = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var grpc = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var environment = new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
        {
            ["Logging__LogLevel__Default"] = "Warning",
            ["Kestrel__Endpoints__http__Url"] = http.ToString(),
            ["Kestrel__Endpoints__grpc__Url"] = grpc.ToString(),
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["Callbacks__Targets__bot"] = callback.ToString(),
            ["ConnectionStrings__reminders"] = store,
        };
        var node = new SchedulerNode(ChildProcess.StartProject("SchedulerService", [], environment, Console.Error), new Uri(http, "health"), grpc, client);
        await node._process.UntilHealthyAsync(node.Health);
        return node;
    }

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return _process.DisposeAsync();
    }
}
