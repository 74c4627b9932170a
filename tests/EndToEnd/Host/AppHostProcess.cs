using Nudge.Servers;

namespace Nudge.EndToEnd.Host;

/// <summary>The AppHost in its own process, as "dotnet run" starts it, on its own ports.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private const string RunVariable = "NUDGE_TEST_RUN";

    private readonly string _run = Guid.NewGuid().ToString("n");
    private readonly int _botPort = FreePort.Find();
    private readonly int _playgroundPort = FreePort.Find();

    private AppHostProcess(string[] args)
    {
        // A test runner in the background ignores interrupts, and its children would inherit that.
        string[] command =
        [
            "env", "--default-signal=INT", "dotnet", ChildProcess.PathOf("AppHost"),
            $"--Ports:scheduler:http={FreePort.Find()}", $"--Ports:scheduler:grpc={FreePort.Find()}", $"--Ports:bot:http={_botPort}",
            $"--Ports:bot:callback={FreePort.Find()}", $"--Ports:playground:http={_playgroundPort}", .. args,
        ];
        Process = ChildProcess.Start("AppHost", command, new()
        {
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = $"http://localhost:{FreePort.Find()}",
            ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{FreePort.Find()}",
            ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"http://localhost:{FreePort.Find()}",
            [RunVariable] = _run,
        });
    }

    public ChildProcess Process { get; }

    /// <summary>Gets the commands of this run's processes: the AppHost, the orchestrator, the dashboard and every service.</summary>
    public IReadOnlyList<string> Running => [.. Directory.GetDirectories("/proc").Where(BelongsToRun).Select(CommandOf).Where(command => command.Length > 0)];

    public static AppHostProcess Start(params string[] args) => new(args);

    /// <summary>Waits until the last resource of the start answers: the Playground, or the bot on a machine without Node.js.</summary>
    public Task UntilHealthyAsync() => Process.UntilHealthyAsync(
        new Uri(Programs.Missing("node", "npm") ? $"http://localhost:{_botPort}/health" : $"http://localhost:{_playgroundPort}/_debug/ping"));

    public async ValueTask DisposeAsync()
    {
        // The AppHost does not watch its input, and stops its services when it is terminated.
        if (!Process.HasEnded)
        {
            Signal.Terminate(Process.Id);
            await Process.ExitAsync();
        }

        await Process.DisposeAsync();
    }

    private bool BelongsToRun(string process) => Read(process, "environ").Contains($"{RunVariable}={_run}", StringComparison.Ordinal);

    private static string CommandOf(string process) => Read(process, "cmdline").Replace('\0', ' ');

    // A process can end during the read, and the processes of other users cannot be read.
    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
