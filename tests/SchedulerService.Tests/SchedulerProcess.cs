using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using Nudge.Servers;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests;

/// <summary>The scheduler as a process of its own, for what only a process can show: how it starts, dies, and lives with the machine's clock.</summary>
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

    /// <summary>Where it answers whether it is healthy.</summary>
    public Uri Health => new(_http, "/health");

    /// <summary>Its number, by which the store knows it too.</summary>
    public int Id => _process.Id;

    /// <summary>Everything it printed so far.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Starts it on a data folder, without waiting for it to serve.</summary>
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
            // Held open by this process: when it is gone, so is the scheduler, and no run leaves anything behind.
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

    /// <summary>Starts it and waits until it is healthy.</summary>
    public static async Task<SchedulerProcess> StartHealthyAsync(string dataFolder, FakeBot? bot = null, Dictionary<string, string>? environment = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var scheduler = Start(dataFolder, bot, environment);
            if (await scheduler.IsHealthyAsync())
                return scheduler;

            // The ports were free a moment ago; on a machine with much going on, somebody else may have been faster.
            Assert.True(attempt < 5 && scheduler.Output.Any(line => line.Contains("address already in use", StringComparison.Ordinal)), string.Join(Environment.NewLine, scheduler.Output));
            await scheduler.DisposeAsync();
        }
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code, and the lines that it printed.</returns>
    public async Task<(int ExitCode, IReadOnlyList<string> Lines)> ExitAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, [.. _output]);
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends it a signal, by its name: STOP, CONT, TERM.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Tells it, as a parent does that ends, to stop.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Errors whose line contains this, a category with its event id, are part of the test.</summary>
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

    /// <summary>Waits until it answers that it is healthy, or has ended.</summary>
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
                // Not yet, or not any more.
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
