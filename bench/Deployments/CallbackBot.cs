using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Nudge.Servers;

namespace Nudge.Bench.Deployments;

/// <summary>A no-op bot in its own process.</summary>
internal sealed class CallbackBot : IDisposable
{
    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1);

    private CallbackBot(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public TimeSpan CpuTime => ProcessTree.CpuTime(_process.Id);

    public static CallbackBot Start()
    {
        var port = FreePort.Find();
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "bench.dll"), NoOpBot.Command, port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new CallbackBot(Process.Start(start)!, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>Returns the bot's statistics since the last reset.</summary>
    public Task<BotStatistics> AskAsync() => SayAsync(NoOpBot.Ask);

    /// <summary>Resets the bot's statistics.</summary>
    public Task<BotStatistics> ResetAsync() => SayAsync(NoOpBot.Reset);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _turn.Dispose();
    }

    private async Task<BotStatistics> SayAsync(string line)
    {
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
            var answer = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the bot has ended");
            return JsonSerializer.Deserialize<BotStatistics>(answer)!;
        }
        finally
        {
            _turn.Release();
        }
    }
}
