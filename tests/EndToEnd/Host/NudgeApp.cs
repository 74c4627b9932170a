using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Nudge.Servers;

namespace Nudge.EndToEnd.Host;

/// <summary>The real AppHost, run by Aspire on an empty data folder, with every service in its own process.</summary>
public sealed class NudgeApp : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RestartTimeout = TimeSpan.FromMinutes(1);

    private readonly DistributedApplication _app;

    private NudgeApp(DistributedApplication app, string data)
    {
        _app = app;
        Data = data;
        Log = new ResourceLog(app);
        Processes = new ServiceProcesses(app.ResourceNotifications);
    }

    public string Data { get; }

    /// <summary>Gets the log of the services.</summary>
    internal ResourceLog Log { get; }

    internal ServiceProcesses Processes { get; }

    public Uri BotMessages => new(_app.GetEndpoint("bot", "http"), "/api/messages");

    public Uri Scheduler => _app.GetEndpoint("scheduler", "grpc");

    public Uri Playground => _app.GetEndpoint("playground", "http");

    public Uri Dashboard => _app.GetEndpoint("aspire-dashboard", "http");

    /// <summary>Gets the page that logs a browser in to the dashboard.</summary>
    public Uri DashboardLogin => new(Dashboard, $"/login?t={_app.Services.GetRequiredService<IConfiguration>()["AppHost:BrowserToken"]}");

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts the AppHost, and returns once the bot and the scheduler are healthy.</summary>
    /// <param name="args">The AppHost's arguments besides the data folder.</param>
    /// <param name="configure">Changes the AppHost's model.</param>
    /// <param name="hasDashboard">True to run Aspire's dashboard too.</param>
    public static async Task<NudgeApp> StartAsync(IEnumerable<string> args, Action<IDistributedApplicationTestingBuilder>? configure = null, bool hasDashboard = false)
    {
        var data = Directory.CreateTempSubdirectory("nudge-end-to-end-").FullName;
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--data", data, $"--Ports:playground:http={FreePort.Find()}", "--Restart:CrashesPerMinute=100", .. args], (options, settings) =>
            {
                if (hasDashboard)
                    AddDashboard(options, settings.Configuration ??= new ConfigurationManager());
            });
        configure?.Invoke(builder);
        var nudge = new NudgeApp(await builder.BuildAsync(), data);
        await nudge._app.StartAsync();
        await nudge.UntilHealthyAsync("scheduler");
        await nudge.UntilHealthyAsync("bot");
        return nudge;
    }

    public async Task UntilHealthyAsync(string resource)
    {
        using var timeout = new CancellationTokenSource(StartTimeout);
        try
        {
            await _app.ResourceNotifications.WaitForResourceHealthyAsync(resource, timeout.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{resource} is not healthy after {StartTimeout}:{Environment.NewLine}{string.Join(Environment.NewLine, Log.Lines)}");
        }
    }

    /// <summary>Returns the host and port of Redis.</summary>
    public async Task<string> GetRedisAsync() => (await _app.GetConnectionStringAsync("redis"))!;

    /// <summary>Kills every process of the services with SIGKILL, and returns once the new processes serve.</summary>
    public async Task KillAsync(params string[] services)
    {
        var killed = services.ToDictionary(service => service, service => Processes.Of(service));
        var since = Log.Mark;
        foreach (var process in killed.Values.SelectMany(processes => processes))
            Signal.Kill(process);
        foreach (var (service, processes) in killed)
            await Log.UntilSaidAsync(service, "Application started", since, processes.Count, RestartTimeout);
    }

    /// <summary>Stops a service and starts it again, as the dashboard's command does.</summary>
    public async Task RestartAsync(string service)
    {
        var since = Log.Mark;
        var restarted = await _app.ResourceCommands.ExecuteCommandAsync(service, KnownResourceCommands.RestartCommand);
        Assert.True(restarted.Success, restarted.Message);
        await Log.UntilSaidAsync(service, "Application started", since, times: 1, RestartTimeout);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Log.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private static void AddDashboard(DistributedApplicationOptions options, ConfigurationManager settings)
    {
        options.DisableDashboard = false;
        options.AllowUnsecuredTransport = true;
        settings["ASPNETCORE_URLS"] = $"http://localhost:{FreePort.Find()}";
        settings["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{FreePort.Find()}";
        settings["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"http://localhost:{FreePort.Find()}";
    }
}
