using System.Diagnostics;
using Nudge.Servers;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Nudge.BotService.Tests.Harness.LocalRedisProcess))]
// All tests share one Redis, and each test empties it first.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Nudge.BotService.Tests.Harness;

/// <summary>The real LocalRedis, in its own process with an empty folder.</summary>
public sealed class LocalRedisProcess : IAsyncLifetime
{
    private Process? _process;

    public string Folder { get; } = Directory.CreateTempSubdirectory("nudge-redis-").FullName;

    public int Port { get; } = FreePort.Find();

    public string ConnectionString => $"127.0.0.1:{Port},allowAdmin=true";

    public async ValueTask InitializeAsync() => await StartAsync();

    public async Task StartAsync()
    {
        // LocalRedis ends with this process, even when a test's own clean-up fails.
        _process = BuiltProgram.Start("LocalRedis", ["--port", $"{Port}", "--data", Folder], ("EndWithStandardInput", "true"));
        var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith($"LocalRedis listens on 127.0.0.1:{Port}", line, StringComparison.Ordinal);
    }

    /// <summary>Kills the process as kill -9 does.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;

        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
