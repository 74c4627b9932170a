using System.Diagnostics;
using Npgsql;
using Nudge.Tests;

[assembly: AssemblyFixture(typeof(Nudge.SchedulerService.Tests.PostgresCluster))]

namespace Nudge.SchedulerService.Tests;

/// <summary>
/// A throw-away PostgreSQL server for a test run, started by the first test that wants a database, on the loopback and with the
/// durability that it has in earnest. It ends with the run, however that ends.
/// </summary>
public sealed class PostgresCluster : IAsyncLifetime
{
    private const string User = "nudge";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private Process? _watcher;
    private int _port;
    private int _databases;

    /// <summary>A connection string of a new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        await StartAsync();
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"create database {name}" + (template is null ? "" : $" template {new NpgsqlConnectionStringBuilder(template).Database}"), connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_watcher is not null)
        {
            _watcher.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await _watcher.WaitForExitAsync(patience.Token);
            _watcher.Dispose();
        }

        _starting.Dispose();
    }

    private string ConnectionString(string database) => $"Host=127.0.0.1;Port={_port};Username={User};Database={database};Pooling=false";

    private async Task StartAsync()
    {
        var binaries = PostgresBinaries.Find();
        Requirement.Need(binaries is not null, "PostgreSQL 14 or later (initdb and postgres, in Debian's package postgresql)");

        await _starting.WaitAsync();
        try
        {
            if (_watcher is not null)
                return;

            _port = FreePort.Find();
            var watcher = Process.Start(binaries!.Serve(_port, User))!;
            var output = watcher.StandardError.ReadToEndAsync();
            await Eventually.HoldsAsync("PostgreSQL server", async () => await AnswersAsync() || watcher.HasExited, TimeSpan.FromMinutes(1));
            Assert.False(watcher.HasExited, watcher.HasExited ? $"PostgreSQL did not start: {await output}" : "");
            _watcher = watcher;
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            // Not yet.
            return false;
        }
    }
}
