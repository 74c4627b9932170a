using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using Nudge.Servers;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests;

/// <summary>
/// The scheduler in a process of its own, for behaviour that only a process can show: its start, its death and its use of the machine's clock.
/// </summary>
internal sealed class SchedulerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentBag<string> _expected = [];
    private readonly GrpcChannel _channel;
    private readonly Uri _http;

    private SchedulerProcess(Process process, Uri http, Uri grpc)
    {
        _process = process;
        _http = http;
        _channel = GrpcChannel.ForAddress(grpc);
        Client = new ReminderScheduler.ReminderSchedulerClient(_channel);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public ReminderScheduler.ReminderSchedulerClient Client { get; }

    /// <summary>Gets the address of the health check.</summary>
    public Uri Health => new(_http, "/health");

    /// <summary>Gets the process id, which is also the number in the node's name.</summary>
    public int Id => _process.Id;

    /// <summary>Gets all lines that the process has printed so far.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Starts the scheduler on a data folder, without waiting until it serves.</summary>
    public static SchedulerProcess Start(string dataFolder, FakeBot? bot = null, Dictionary<string, string>? environment = null)
    {
        var http = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var grpc = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "SchedulerService.dll") },
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // This process holds the input open. When this process ends, the scheduler ends too, and no run leaves a process behind.
            RedirectStandardInput = true,
            Environment =
            {
                ["EndWithStandardInput"] = "true",
                ["Kestrel__Endpoints__http__Url"] = http.ToString(),
                ["Kestrel__Endpoints__grpc__Url"] = grpc.ToString(),
                ["ConnectionStrings__reminders"] = $"Data Source={Path.Combine(dataFolder, "reminders.db")}",
                ["Callbacks__Targets__bot"] = (bot?.Address ?? new Uri("http://127.0.0.1:1")).ToString(),
            },
        };
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;

        return new SchedulerProcess(Process.Start(start)!, http, grpc);
    }

    /// <summary>Starts the scheduler and waits until it is healthy.</summary>
    public static async Task<SchedulerProcess> StartHealthyAsync(string dataFolder, FakeBot? bot = null, Dictionary<string, string>? environment = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var scheduler = Start(dataFolder, bot, environment);
            if (await scheduler.IsHealthyAsync())
                return scheduler;

            // The ports were free a moment ago. On a busy machine another process may have taken one.
            Assert.True(attempt < 5 && scheduler.Output.Any(line => line.Contains("address already in use", StringComparison.Ordinal)), string.Join(Environment.NewLine, scheduler.Output));
            await scheduler.DisposeAsync();
        }
    }

    /// <summary>Waits until the scheduler ends by itself.</summary>
    /// <returns>The exit code, and the lines that the process printed.</returns>
    public async Task<(int ExitCode, IReadOnlyList<string> Lines)> ExitAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, [.. _output]);
    }

    /// <summary>Kills the process, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends the process a signal by name: STOP, CONT, TERM.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Closes the input, which stops the scheduler as the end of its parent process would.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Expects error lines that contain a fragment (a category with its event id). The test does not fail for them.</summary>
    public void Expect(string fragment) => _expected.Add(fragment);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _channel.Dispose();
        _process.Dispose();
        Assert.DoesNotContain(_output, line =>
            (line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal))
            && !_expected.Any(fragment => line.Contains(fragment, StringComparison.Ordinal)));
    }

    /// <summary>Waits until the scheduler is healthy or has ended.</summary>
    private async Task<bool> IsHealthyAsync()
    {
        using var client = new HttpClient();
        var isHealthy = false;
        await Eventually.HoldsAsync("healthy scheduler", async () =>
        {
            try
            {
                isHealthy = (await client.GetAsync(Health)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                // The scheduler does not serve yet, or no longer.
            }

            return isHealthy || _process.HasExited;
        });
        return isHealthy;
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _output.Enqueue(line);
    }
}
