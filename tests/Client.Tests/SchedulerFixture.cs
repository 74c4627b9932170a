using Grpc.Net.Client;
using Nudge.Servers;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.Client.Tests;

/// <summary>A real scheduler on an empty SQLite file, and the addresses of an application that it calls back.</summary>
public class SchedulerFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nudge-client-").FullName;
    private readonly int _schedulerHttp = FreePort.Find();
    private readonly int _schedulerGrpc = FreePort.Find();
    private readonly int _callback = FreePort.Find();
    private ChildProcess? _scheduler;

    /// <summary>Gets a folder that is deleted at the end.</summary>
    public string Folder => _folder;

    /// <summary>Gets the address of the application.</summary>
    public Uri Application { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    /// <summary>Gets the lines that the scheduler printed.</summary>
    public IReadOnlyCollection<string> SchedulerLines => _scheduler!.Lines;

    /// <summary>Gets the settings of the application, as environment variables.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["ConnectionStrings__scheduler"] = Scheduler.ToString(),
        ["Kestrel__Endpoints__http__Url"] = Application.ToString(),
        ["Kestrel__Endpoints__callback__Url"] = $"http://127.0.0.1:{_callback}",
        ["Kestrel__Endpoints__callback__Protocols"] = "Http2",
    };

    /// <summary>Gets the scheduler's gRPC endpoint.</summary>
    public Uri Scheduler => new($"http://127.0.0.1:{_schedulerGrpc}");

    /// <summary>Gets the scheduler's endpoint for health checks, which serves no gRPC.</summary>
    public Uri SchedulerHttp => new($"http://127.0.0.1:{_schedulerHttp}");

    /// <summary>Gets the scheduler's settings of who may call it. Without any, only the Development environment starts.</summary>
    protected virtual Dictionary<string, string> Access => new() { ["DOTNET_ENVIRONMENT"] = "Development" };

    public async ValueTask InitializeAsync()
    {
        _scheduler = ChildProcess.StartProject("SchedulerService", [], new(Access)
        {
            ["Kestrel__Endpoints__http__Url"] = $"http://127.0.0.1:{_schedulerHttp}",
            ["Kestrel__Endpoints__grpc__Url"] = $"http://127.0.0.1:{_schedulerGrpc}",
            ["ConnectionStrings__reminders"] = $"Data Source={Path.Combine(_folder, "reminders.db")}",
            ["Callbacks__Targets__bot"] = $"http://127.0.0.1:{_callback}",
        });
        await _scheduler.UntilHealthyAsync(new Uri($"http://127.0.0.1:{_schedulerHttp}/health"));
    }

    public async ValueTask DisposeAsync()
    {
        await (_scheduler?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits until no reminder of a user is live.</summary>
    public async Task UntilSettledAsync(string userId)
    {
        using var channel = GrpcChannel.ForAddress(Scheduler);
        var live = new ListRequest { Filter = new ReminderFilter { Recipient = new Recipient { UserId = userId } } };
        await Eventually.HoldsAsync("settled reminders", async () => (await new ReminderScheduler.ReminderSchedulerClient(channel).ListAsync(live)).Reminders.Count == 0);
    }

    /// <summary>Waits until the application listens, and posts to it.</summary>
    public async Task<string> PostAsync(ChildProcess application, string path)
    {
        await application.UntilListensAsync(Application.Port);
        using var client = new HttpClient();
        using var answer = await client.PostAsync(new Uri(Application, path), content: null, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {answer.StatusCode}: {text}");
        return text;
    }
}
