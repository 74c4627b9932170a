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
    private ChildProcess? _process;

    public string Folder { get; } = Directory.CreateTempSubdirectory("nudge-redis-").FullName;

    public int Port { get; } = FreePort.Find();

    public string ConnectionString => $"127.0.0.1:{Port},allowAdmin=true";

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>Starts the server, and returns once it listens.</summary>
    public async Task<ChildProcess> StartAsync()
    {
        _process = ChildProcess.StartProject("LocalRedis", ["--port", $"{Port}", "--data", Folder]);
        Assert.StartsWith($"LocalRedis listens on 127.0.0.1:{Port}", await _process.NextLineAsync(), StringComparison.Ordinal);
        return _process;
    }

    /// <summary>Kills the process as kill -9 does.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
