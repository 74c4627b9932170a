using System.Diagnostics;
using Grpc.Net.Client;
using Nudge.Servers;
using Nudge.V1;

namespace Nudge.Bench.Deployments;

/// <summary>A scheduler as a process of its own, as its users have it.</summary>
internal sealed class SchedulerNode : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly GrpcChannel _channel;
    private readonly Uri _health;

    private SchedulerNode(Process process, Uri http, Uri grpc)
    {
        _process = process;
        _health = new Uri(http, "health");
        // More than the hundred calls that one connection carries at a time.
        _channel = GrpcChannel.ForAddress(grpc, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } });
        Client = new ReminderScheduler.ReminderSchedulerClient(_channel);
    }

    public ReminderScheduler.ReminderSchedulerClient Client { get; }

    public int ProcessId => _process.Id;

    public TimeSpan CpuTime => ProcessTree.CpuTime(_process.Id);

    /// <summary>Its resident memory, now and at most. Bytes.</summary>
    public (long Now, long Most) Memory
    {
        get
        {
            _process.Refresh();
            return (_process.WorkingSet64, _process.PeakWorkingSet64);
        }
    }

    public static async Task<SchedulerNode> StartAsync(string store, Uri callback)
    {
        var http = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var grpc = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        // Beside this program's own folder: artifacts/bin/<project>/<configuration>.
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "SchedulerService", configuration, "SchedulerService.dll"));
        var start = new ProcessStartInfo("dotnet", program)
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardInput = true,
            Environment =
            {
                ["EndWithStandardInput"] = "true",
                ["Kestrel__Endpoints__http__Url"] = http.ToString(),
                ["Kestrel__Endpoints__grpc__Url"] = grpc.ToString(),
                ["Callbacks__Targets__bot"] = callback.ToString(),
                ["ConnectionStrings__reminders"] = store,
                ["Logging__LogLevel__Default"] = "Warning",
            },
        };
        var node = new SchedulerNode(Process.Start(start)!, http, grpc);
        await node.BecomeHealthyAsync();
        return node;
    }

    public void Dispose()
    {
        _channel.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task BecomeHealthyAsync()
    {
        using var client = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        while (!await IsHealthyAsync(client))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > StartPatience)
                throw new InvalidOperationException("the scheduler did not start");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private async Task<bool> IsHealthyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(_health);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not yet.
            return false;
        }
    }
}
