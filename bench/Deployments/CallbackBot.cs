using System.Globalization;
using System.Text.Json;
using Nudge.Servers;

namespace Nudge.Bench.Deployments;

/// <summary>A no-op bot in its own process.</summary>
internal sealed class CallbackBot : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly SemaphoreSlim _turn = new(1);

    private CallbackBot(ChildProcess process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public TimeSpan CpuTime => ProcessTree.CpuTime(_process.Id);

    public static CallbackBot Start()
    {
        var port = FreePort.Find();
        var process = ChildProcess.StartProject("bench", [NoOpBot.Command, port.ToString(CultureInfo.InvariantCulture)]);
        return new CallbackBot(process, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>Returns the bot's statistics since the last reset.</summary>
    public Task<BotStatistics> AskAsync() => SayAsync(NoOpBot.Ask);

    /// <summary>Resets the bot's statistics.</summary>
    public Task<BotStatistics> ResetAsync() => SayAsync(NoOpBot.Reset);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _turn.Dispose();
    }

    private async Task<BotStatistics> SayAsync(string line)
    {
        await _turn.WaitAsync();
        try
        {
            return JsonSerializer.Deserialize<BotStatistics>(await _process.AskAsync(line))!;
        }
        finally
        {
            _turn.Release();
        }
    }
}
