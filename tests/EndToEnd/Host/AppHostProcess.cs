using System.Collections.Concurrent;
using System.Diagnostics;
using Nudge.Servers;

namespace Nudge.EndToEnd.Host;

/// <summary>The AppHost in its own process, as "dotnet run" starts it, on its own ports.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private const string RunVariable = "NUDGE_TEST_RUN";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly string _run = Guid.NewGuid().ToString("n");
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly Process _process;
    private readonly int _botPort = FreePort.Find();
    private readonly int _playgroundPort = FreePort.Find();

    private AppHostProcess(string[] args)
    {
        var folder = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var assembly = Path.GetFullPath(Path.Combine(folder, "..", "..", "AppHost", Path.GetFileName(folder), "AppHost.dll"));
        string[] command =
        [
            "dotnet", assembly,
            $"--Ports:scheduler:http={FreePort.Find()}", $"--Ports:scheduler:grpc={FreePort.Find()}", $"--Ports:bot:http={_botPort}",
            $"--Ports:bot:callback={FreePort.Find()}", $"--Ports:playground:http={_playgroundPort}", .. args,
        ];
        // A test runner in the background ignores interrupts, and its children would inherit that.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", .. command])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = $"http://localhost:{FreePort.Find()}",
                ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
                ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{FreePort.Find()}",
                ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"http://localhost:{FreePort.Find()}",
                [RunVariable] = _run,
            },
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Add;
        _process.ErrorDataReceived += Add;
    }

    public int Id => _process.Id;

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Gets the commands of this run's processes: the AppHost, the orchestrator, the dashboard and every service.</summary>
    public IReadOnlyList<string> Running => [.. Directory.GetDirectories("/proc").Where(BelongsToRun).Select(CommandOf).Where(command => command.Length > 0)];

    public static AppHostProcess Start(params string[] args)
    {
        var host = new AppHostProcess(args);
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Waits until the last resource of the start answers: the Playground, or the bot on a machine without Node.js.</summary>
    public async Task UntilHealthyAsync()
    {
        var last = Programs.Missing("node", "npm") ? $"http://localhost:{_botPort}/health" : $"http://localhost:{_playgroundPort}/_debug/ping";
        using var client = new HttpClient();
        await Eventually.HoldsAsync($"answer of {last}", async () =>
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(last));
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, Timeout);
    }

    /// <summary>Waits for the end of the AppHost.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> UntilEndedAsync()
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Timeout);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal.Terminate(Id);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Timeout);
        }

        _process.Dispose();
    }

    private void Add(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
            _lines.Enqueue(line.Data);
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
