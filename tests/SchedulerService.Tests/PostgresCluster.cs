using Nudge.Servers;
using Nudge.Tests;

[assembly: AssemblyFixture(typeof(Nudge.SchedulerService.Tests.PostgresCluster))]

namespace Nudge.SchedulerService.Tests;

/// <summary>The PostgreSQL server of a test run. The first test that needs a database starts it.</summary>
public sealed class PostgresCluster : IAsyncLifetime
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private PostgresServer? _server;

    /// <summary>Creates a database and returns its connection string. Without a template the database is empty.</summary>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        Requirement.Need(PostgresServer.IsInstalled, PostgresServer.Requirement);
        await _starting.WaitAsync();
        try
        {
            _server ??= await PostgresServer.StartAsync("shared_buffers=64MB");
        }
        finally
        {
            _starting.Release();
        }

        return await _server.CreateDatabaseAsync(template);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _starting.Dispose();
    }
}
