using System.Globalization;
using Npgsql;

namespace Nudge.Servers;

/// <summary>A PostgreSQL server on the loopback that is started again whenever it ends. It keeps its port and its data.</summary>
public sealed class SupervisedPostgres : IAsyncDisposable
{
    private readonly SupervisedServer _server;

    private SupervisedPostgres(SupervisedServer server, int port) => (_server, Port) = (server, port);

    /// <summary>Gets the port on the loopback.</summary>
    public int Port { get; }

    /// <summary>Gets the id of the postmaster.</summary>
    public int ProcessId => _server.ProcessId;

    /// <summary>Creates a server, and returns once it answers.</summary>
    /// <param name="folder">An existing folder that the server's user can write.</param>
    /// <param name="settings">The settings that override the defaults, as <c>name=value</c>.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or did not start. The message says why.</exception>
    public static async Task<SupervisedPostgres> StartAsync(string folder, params string[] settings)
    {
        var binaries = PostgresBinaries.Find() ?? throw new InvalidOperationException($"this machine lacks {PostgresServer.Requirement}");
        var (port, data) = (FreePort.Find(), Path.Combine(folder, "postgres"));
        var initdb = ChildProcess.Start("initdb", Programs.Unprivileged(
            binaries.PathOf("initdb"), "--pgdata", data, "--username", PostgresServer.User, "--auth", "trust", "--encoding", "UTF8", "--locale", "C"));
        await using (initdb)
        {
            if (await initdb.ExitAsync() != 0)
                throw new InvalidOperationException($"initdb failed: {string.Join(Environment.NewLine, initdb.Lines)}");
        }

        string[] all = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=on", .. settings];
        var server = await SupervisedServer.StartAsync(
            "PostgreSQL",
            folder,
            [binaries.PathOf("postgres"), "-D", data, "-p", port.ToString(CultureInfo.InvariantCulture), .. all.SelectMany(setting => new[] { "-c", setting })],
            unprivileged: true);
        var postgres = new SupervisedPostgres(server, port);
        await postgres.UntilAnswersAsync();
        return postgres;
    }

    /// <summary>Returns the connection string of a database.</summary>
    public string ConnectionString(string database) => PostgresServer.ConnectionString(database, Port);

    /// <summary>Waits until the server accepts connections.</summary>
    public Task UntilAnswersAsync() => _server.UntilAsync(async () =>
    {
        try
        {
            await using var connection = await ConnectAsync("postgres");
            return true;
        }
        catch (NpgsqlException)
        {
            // The server does not answer yet.
            return false;
        }
    });

    /// <summary>Opens a connection to a database.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(string database)
    {
        var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs a statement.</summary>
    public async Task ExecuteAsync(string statement, string database = "postgres")
    {
        await using var connection = await ConnectAsync(database);
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Ends the connections of the applications whose name is like a pattern.</summary>
    /// <param name="connection">The connection that does it. It stays open.</param>
    /// <param name="applications">A pattern, as of SQL's LIKE.</param>
    public static async Task TerminateAsync(NpgsqlConnection connection, string applications)
    {
        await using var command = new NpgsqlCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and application_name like $1", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = applications });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Stops the server as <c>pg_ctl stop -m fast</c> does: every connection ends, and a checkpoint is written. Returns when the supervisor has started
    /// it again.
    /// </summary>
    public async Task RestartAsync()
    {
        var starts = _server.Starts;
        Signal.Interrupt(ProcessId);
        await _server.UntilAsync(() => Task.FromResult(_server.Starts > starts));
        await UntilAnswersAsync();
    }

    /// <inheritdoc cref="SupervisedServer.Hold"/>
    public void Hold() => _server.Hold();

    /// <inheritdoc cref="SupervisedServer.Release"/>
    public void Release() => _server.Release();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
