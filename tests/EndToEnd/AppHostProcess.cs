using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Nudge.EndToEnd;

/// <summary>The real AppHost, as a process of its own over an empty data folder, and what it says.</summary>
public sealed partial class AppHostProcess : IAsyncDisposable
{
    private const string Up = "Nudge is up";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = NewSignal();

    private AppHostProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public Uri BotMessages => new(AddressOf("bot messages"));

    public Uri Scheduler => new(AddressOf("scheduler gRPC"));

    /// <summary>Host and port.</summary>
    public string Redis => AddressOf("redis");

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    public static AppHostProcess Start(params string[] args)
    {
        var assembly = Path.Combine(
            AppContext.BaseDirectory, "..", "..", "AppHost", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "AppHost.dll");
        var start = new ProcessStartInfo("dotnet", [assembly, "--plain", .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // A runner that was started in the background ignores interrupts, and so would everything it starts.
        if (OperatingSystem.IsLinux())
            start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", .. start.ArgumentList]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");

        var host = new AppHostProcess(new Process { StartInfo = start });
        host._process.OutputDataReceived += (_, line) => host.Add(line.Data);
        host._process.ErrorDataReceived += (_, line) => host.Add(line.Data);
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    public Task UntilUpAsync() => UntilSaidAsync(Up, 0, StartPatience);

    /// <summary>Waits for a line that contains <paramref name="fragment"/>, from the line numbered <paramref name="since"/> on.</summary>
    public Task<string> UntilSaidAsync(string fragment, int since = 0, TimeSpan? patience = null) =>
        UntilSaidAsync(line => line.Contains(fragment, StringComparison.Ordinal), fragment, since, patience);

    private async Task<string> UntilSaidAsync(Func<string, bool> isIt, string what, int since, TimeSpan? patience = null)
    {
        var limit = patience ?? TimeSpan.FromSeconds(30);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_lines.Skip(since).FirstOrDefault(isIt) is { } found)
                    return found;

                changed = _changed.Task;
            }

            var left = limit - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || _process.HasExited)
                Assert.Fail($"AppHost did not say \"{what}\":{Environment.NewLine}{string.Join(Environment.NewLine, Lines)}");

            await Task.WhenAny(changed, Task.Delay(left < TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
        }
    }

    /// <summary>The processes of the services that run now, by the name of the resource.</summary>
    public IReadOnlyDictionary<string, int> Services =>
        Lines.Select(line => StartedAs().Match(line)).Where(match => match.Success)
            .GroupBy(match => match.Groups["name"].Value)
            .ToDictionary(started => started.Key, started => int.Parse(started.Last().Groups["id"].Value));

    /// <summary>Kills services as kill -9 does, and returns once their successors serve.</summary>
    public async Task KillAsync(params string[] services)
    {
        var since = Lines.Count;
        foreach (var service in services)
            Signal.Kill(Services[service]);
        foreach (var service in services)
            await UntilSaidAsync(line => line.StartsWith(service, StringComparison.Ordinal) && line.Contains("Application started", StringComparison.Ordinal), $"{service} started again", since);
    }

    /// <summary>Waits for AppHost's own end.</summary>
    public async Task<int> UntilEndedAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Interrupt() => Signal.Interrupt(Id);

    public void Kill() => Signal.Kill(Id);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Interrupt();
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(40));
        }

        _process.Dispose();
    }

    private string AddressOf(string what) =>
        Lines.SkipWhile(line => !line.Contains(Up, StringComparison.Ordinal)).Select(line => line.TrimStart())
            .First(line => line.StartsWith(what, StringComparison.Ordinal))[what.Length..].Trim();

    private void Add(string? line)
    {
        if (line is null)
            return;

        lock (_lock)
        {
            _lines.Add(line);
            _changed.TrySetResult();
            _changed = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [GeneratedRegex(@"^(?<name>\w+) +\| started as process (?<id>\d+)$")]
    private static partial Regex StartedAs();
}
