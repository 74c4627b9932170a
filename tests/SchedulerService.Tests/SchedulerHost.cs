using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nudge.SchedulerService.Access;
using Nudge.SchedulerService.Api;
using Nudge.SchedulerService.Callbacks;
using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Maintenance;
using Nudge.SchedulerService.Outcomes;
using Nudge.SchedulerService.Schedules;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.ServiceDefaults;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests;

/// <summary>The scheduler as Program.cs builds it: in this process, on a free port, with the data folder and callback of a test.</summary>
internal sealed class SchedulerHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly bool _ownsFolder;
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;
    private bool _stopped;

    private SchedulerHost(TemporaryFolder folder, bool ownsFolder, WebApplication app, ErrorLog errors, Uri address)
    {
        _folder = folder;
        _ownsFolder = ownsFolder;
        _app = app;
        Errors = errors;
        _channel = GrpcChannel.ForAddress(address);
        Client = new ReminderScheduler.ReminderSchedulerClient(_channel);
    }

    public ReminderScheduler.ReminderSchedulerClient Client { get; }

    public GrpcChannel Channel => _channel;

    public ErrorLog Errors { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<SchedulerHost> StartAsync(
        FakeBot? bot = null, TemporaryFolder? folder = null, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null)
    {
        var data = folder ?? new TemporaryFolder();
        var errors = new ErrorLog();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development", ContentRootPath = data.Path });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Kestrel:Endpoints:grpc:Url"] = "http://127.0.0.1:0",
            ["Kestrel:Endpoints:grpc:Protocols"] = "Http2",
            ["ConnectionStrings:reminders"] = $"Data Source={data.File("reminders.db")}",
            ["Callbacks:Targets:bot"] = (bot?.Address ?? new Uri("http://127.0.0.1:1")).ToString(),
            ["Callbacks:StopTimeout"] = "00:00:01",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders().AddProvider(errors);

        builder.AddServiceDefaults();
        builder.AddTiming();
        builder.AddStorage();
        builder.AddSchedules();
        builder.AddShards();
        builder.AddMaintenance();
        builder.AddOutcomes();
        builder.AddCallbacks();
        builder.AddDispatch();
        builder.AddApi();
        builder.AddAccess();
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseAccess();
        app.MapDefaultEndpoints();
        app.MapApi();
        try
        {
            await app.Services.OpenStoreAsync();
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            if (folder is null)
                data.Dispose();
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SchedulerHost(data, folder is null, app, errors, new Uri(address));
    }

    /// <summary>Returns every reminder, live or settled.</summary>
    public async Task<IReadOnlyList<Reminder>> EverythingAsync()
    {
        var filter = new ReminderFilter();
        filter.States.AddRange(Enum.GetValues<ReminderState>().Where(state => state != ReminderState.Unspecified));
        return [.. (await Client.ListAsync(new ListRequest { Filter = filter, PageSize = 1000 })).Reminders];
    }

    /// <summary>Waits until a reminder has a state.</summary>
    public Task<Reminder> AwaitAsync(string id, ReminderState state) => AwaitAsync(id, reminder => reminder.State == state, state.ToString());

    /// <summary>Waits until a condition holds for a reminder.</summary>
    public Task<Reminder> AwaitAsync(string id, Func<Reminder, bool> holds, string what) => Eventually.GetAsync(
        $"reminder {id} that is {what}",
        async () => await Client.GetAsync(new GetRequest { Id = id }) is { } reminder && holds(reminder) ? reminder : null);

    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await StopAsync();
        if (_ownsFolder)
            _folder.Dispose();
        Errors.Verify();
    }
}
