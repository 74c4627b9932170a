using System.Collections.Concurrent;
using Grpc.Net.Client;
using Nudge.Servers;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests;

/// <summary>
/// The scheduler in a process of its own, for behaviour that only a process can show: its start, its death and its use of the machine's clock.
/// </summary>
internal sealed class SchedulerProcess : IAsyncDisposable
{
    private readonly ConcurrentBag<string> _expected = [];
    private readonly GrpcChannel _channel;

    private SchedulerProcess(ChildProcess process, Uri http, Uri grpc)
    {
        Process = process;
        Health = new Uri(http, "/health");
        _channel = GrpcChannel.ForAddress(grpc);
        Client = new ReminderScheduler.ReminderSchedulerClient(_channel);
    }

    public ChildProcess Process { get; }

    /// <summary>Gets the address of the health check.</summary>
    public Uri Health { get; }

    public ReminderScheduler.ReminderSchedulerClient Client { get; }

    /// <summary>Gets the process id, which is also the number in the node's name.</summary>
    public int Id => Process.Id;

    /// <summary>Starts the scheduler on a data folder, without waiting until it serves.</summary>
    public static SchedulerProcess Start(string dataFolder, FakeBot? bot = null, Dictionary<string, string>? environment = null) =>
        Start(dataFolder, bot, environment, settings => ChildProcess.StartProject("SchedulerService", [], settings));

    /// <summary>Starts the scheduler under another program.</summary>
    /// <param name="dataFolder">The folder of the store.</param>
    /// <param name="command">Returns the command of the other program, which runs the given command.</param>
    public static SchedulerProcess StartTraced(string dataFolder, Func<IEnumerable<string>, IReadOnlyList<string>> command) => Start(
        dataFolder, bot: null, environment: null,
        settings => ChildProcess.Start("SchedulerService", command(["dotnet", ChildProcess.PathOf("SchedulerService")]), new(settings) { ["EndWithStandardInput"] = "true" }));

    private static SchedulerProcess Start(string dataFolder, FakeBot? bot, Dictionary<string, string>? environment, Func<Dictionary<string, string>, ChildProcess> start)
    {
        var http = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var grpc = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var settings = new Dictionary<string, string>
        {
            // Without configured access, only this environment starts.
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["Kestrel__Endpoints__http__Url"] = http.ToString(),
            ["Kestrel__Endpoints__grpc__Url"] = grpc.ToString(),
            ["ConnectionStrings__reminders"] = $"Data Source={Path.Combine(dataFolder, "reminders.db")}",
            ["Callbacks__Targets__bot"] = (bot?.Address ?? new Uri("http://127.0.0.1:1")).ToString(),
        };
        foreach (var (name, value) in environment ?? [])
            settings[name] = value;

        return new SchedulerProcess(start(settings), http, grpc);
    }

    /// <summary>Starts the scheduler and waits until it is healthy.</summary>
    public static async Task<SchedulerProcess> StartHealthyAsync(string dataFolder, FakeBot? bot = null, Dictionary<string, string>? environment = null)
    {
        var scheduler = Start(dataFolder, bot, environment);
        await scheduler.Process.UntilHealthyAsync(scheduler.Health);
        return scheduler;
    }

    /// <summary>Expects error lines that contain a fragment (a category with its event id). The test does not fail for them.</summary>
    public void Expect(string fragment) => _expected.Add(fragment);

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _channel.Dispose();
        Assert.DoesNotContain(Process.Lines, line =>
            (line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal))
            && !_expected.Any(fragment => line.Contains(fragment, StringComparison.Ordinal)));
    }
}
