using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;
using Nudge.V1;

namespace Nudge.Bench;

/// <summary>A scheduler on an empty database and a no-op bot, both of them processes.</summary>
internal sealed class SystemUnderTest : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("nudge-bench-");
    private readonly Process _bot;
    private readonly Process _scheduler;
    private readonly GrpcChannel _channel;

    private SystemUnderTest()
    {
        var (http, grpc, callback) = (FreePort(), FreePort(), FreePort());
        _bot = Start(Path.Combine(AppContext.BaseDirectory, "bench.dll"), [], "no-op-bot", callback.ToString(System.Globalization.CultureInfo.InvariantCulture));

        // Beside this program's own folder: artifacts/bin/<project>/<configuration>.
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        _scheduler = Start(
            Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "SchedulerService", configuration, "SchedulerService.dll")),
            new()
            {
                ["Kestrel__Endpoints__http__Url"] = $"http://127.0.0.1:{http}",
                ["Kestrel__Endpoints__grpc__Url"] = $"http://127.0.0.1:{grpc}",
                ["Callbacks__Targets__bot"] = $"http://127.0.0.1:{callback}",
                ["ConnectionStrings__reminders"] = $"Data Source={Path.Combine(_data.FullName, "reminders.db")}",
                ["Logging__LogLevel__Default"] = "Warning",
            });
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpc}");
        Client = new ReminderScheduler.ReminderSchedulerClient(_channel);
    }

    public ReminderScheduler.ReminderSchedulerClient Client { get; }

    /// <summary>The scheduler's resident memory, bytes.</summary>
    public long SchedulerMemory
    {
        get
        {
            _scheduler.Refresh();
            return _scheduler.WorkingSet64;
        }
    }

    public static async Task<SystemUnderTest> StartAsync()
    {
        var system = new SystemUnderTest();
        await system._channel.ConnectAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return system;
    }

    /// <summary>Whether anything is still to come.</summary>
    public async Task<bool> LiveAsync() => (await Client.ListAsync(new ListRequest { PageSize = 1 })).Reminders.Count > 0;

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        foreach (var process in new[] { _scheduler, _bot })
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _data.Delete(recursive: true);
    }

    private static Process Start(string program, Dictionary<string, string> environment, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { WorkingDirectory = Path.GetDirectoryName(program) };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
