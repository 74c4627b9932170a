using Npgsql;

namespace Nudge.Servers;

/// <summary>
/// A throw-away PostgreSQL server on the loopback, with the durability of production. It ends, and its data is removed, when this object is
/// disposed of, or when this process ends for any reason.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The requirement, for messages on a machine that lacks it.</summary>
    public const string Requirement = "PostgreSQL 14 or later (initdb and postgres, in Debian's package postgresql)";

    internal const string User = "nudge";

    private readonly ChildProcess _watcher;
    private readonly int _port;
    private int _databases;

    private PostgresServer(ChildProcess watcher, int port) => (_watcher, _port) = (watcher, port);

    public static bool IsInstalled => PostgresBinaries.Find() is not null;

    /// <summary>Gets the id of the process whose descendants are the server's processes.</summary>
    public int ProcessId => _watcher.Id;

    /// <summary>Starts a server, and returns once it answers.</summary>
    /// <param name="settings">The settings that override the defaults, as <c>name=value</c>.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or did not start. The message says why.</exception>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var binaries = PostgresBinaries.Find() ?? throw new InvalidOperationException($"this machine lacks {Requirement}");
        var port = FreePort.Find();
        var server = new PostgresServer(binaries.Serve(port, User, settings), port);
        await server._watcher.UntilAsync(server.AnswersAsync);
        return server;
    }

    /// <summary>Creates a database and returns its connection string.</summary>
    /// <param name="template">The connection string of the database to copy; null for an empty database.</param>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = $"nudge_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"create database {name}" + (template is null ? "" : $" template {DatabaseOf(template)}"));
        return ConnectionString(name, _port);
    }

    /// <summary>Drops a database with its connections. The server also drops the database's pages from its memory.</summary>
    public Task DropDatabaseAsync(string connectionString) => ExecuteAsync($"drop database {DatabaseOf(connectionString)} with (force)");

    /// <summary>Runs a statement that concerns the server, not one database.</summary>
    public async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres", _port));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _watcher.StopAsync();

    // A connection pool would outlive the database.
    internal static string ConnectionString(string database, int port) => $"Host=127.0.0.1;Port={port};Username={User};Database={database};Pooling=false";

    private static string? DatabaseOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database;

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString("postgres", _port));
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            // The server does not answer yet.
            return false;
        }
    }
}
