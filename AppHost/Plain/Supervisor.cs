using System.Diagnostics;
using CliWrap;

namespace Nudge.AppHost.Plain;

/// <summary>Keeps the process of one resource running until it is stopped.</summary>
/// <param name="resource">What runs.</param>
/// <param name="log">Where its lines go.</param>
/// <param name="ending">
/// From here on nothing is restarted: what dies now, before its turn comes, was told to.
/// </param>
internal sealed class Supervisor(Resource resource, Log log, CancellationToken ending) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _noRestart = CancellationTokenSource.CreateLinkedTokenSource(ending);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();

    /// <summary>Ends when the resource was stopped, and fails when it says that it cannot start.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start() => Completion = KeepRunningAsync();

    /// <summary>Asks the process to end, and ends it where it does not.</summary>
    public async Task StopAsync(CancellationToken impatience)
    {
        await using var _ = impatience.Register(_kill.Cancel);
        _kill.CancelAfter(Patience);
        await _noRestart.CancelAsync();
        await _stop.CancelAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _noRestart.Dispose();
        _stop.Dispose();
        _kill.Dispose();
    }

    private async Task KeepRunningAsync()
    {
        var restarts = 0;
        do
        {
            var started = Stopwatch.GetTimestamp();
            var exitCode = await RunAsync();
            if (_noRestart.IsCancellationRequested)
                return;

            if (exitCode == CannotStartException.ExitCode)
                throw new CannotStartException($"{resource.Name} cannot start, see what it says above");

            if (Stopwatch.GetElapsedTime(started) > Settled)
                restarts = 0;

            var pause = Pause(restarts++);
            log.Write(resource.Name, $"ended with exit code {exitCode} and is started again {(pause == TimeSpan.Zero ? "at once" : $"in {pause.TotalSeconds:0.#} s")}");
            await Task.Delay(pause, _noRestart.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!_noRestart.IsCancellationRequested);
    }

    private async Task<int> RunAsync()
    {
        try
        {
            var process = resource.ToCommand()
                .WithStandardInputPipe(PipeSource.Create(HoldOpenAsync))
                .WithStandardOutputPipe(PipeTarget.ToDelegate(line => log.Write(resource.Name, line)))
                .WithStandardErrorPipe(PipeTarget.ToDelegate(line => log.Write(resource.Name, line)))
                .ExecuteAsync(_kill.Token);

            log.Write(resource.Name, $"started as process {process.ProcessId}");
            return (await process).ExitCode;
        }
        catch (OperationCanceledException) when (_kill.IsCancellationRequested)
        {
            log.Write(resource.Name, "did not end in time and was killed");
            return 0;
        }
    }

    /// <summary>
    /// A service ends with its standard input. Closing it asks for the end on every system, also where this process was started
    /// with interrupts ignored; and it is closed for us if this process is killed.
    /// </summary>
    private async Task HoldOpenAsync(Stream standardInput, CancellationToken ended)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, _stop.Token);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TimeSpan Pause(int restarts)
    {
        if (restarts == 0)
            return TimeSpan.Zero;

        var doubled = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(restarts - 1, 10)));
        return doubled < LongestPause ? doubled : LongestPause;
    }
}
