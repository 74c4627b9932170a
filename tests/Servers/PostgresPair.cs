using System.Globalization;
using Npgsql;

namespace Nudge.Servers;

/// <summary>
/// A throw-away PostgreSQL primary with a streaming standby, for failovers. Both end, and their data is removed, when this object is disposed of,
/// or when this process ends.
/// </summary>
public sealed class PostgresPair : IAsyncDisposable
{
    /// <summary>The requirement, for messages on a machine that lacks it.</summary>
    public const string Requirement = "PostgreSQL 14 or later with pg_ctl and pg_basebackup (in Debian's packages postgresql and postgresql-client)";

    // The script writes a line when it has run a command from its standard input. It ends both servers when the input is closed.
    private const string Script =
        """
        set -eu
        cd /
        binaries=$1 first=$2 second=$3 user=$4
        folder=$(mktemp -d "${TMPDIR:-/tmp}/nudge-postgres-XXXXXX")
        trap 'for data in first second; do "$binaries/pg_ctl" --pgdata "$folder/$data" --mode immediate stop > /dev/null 2>&1 || true; done; rm -rf "$folder"' EXIT
        start() {
            "$binaries/pg_ctl" --pgdata "$folder/$1" --log "$folder/$1.log" --wait start > /dev/null \
                --options "-p $2 -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=100"
        }
        follow() {
            touch "$folder/first/standby.signal"
            echo "primary_conninfo = 'host=127.0.0.1 port=$second user=$user'" >> "$folder/first/postgresql.auto.conf"
            start first "$first"
        }
        "$binaries/initdb" --pgdata "$folder/first" --username "$user" --auth trust --encoding UTF8 --locale C --no-sync > "$folder/initdb"
        start first "$first"
        "$binaries/pg_basebackup" --host 127.0.0.1 --port "$first" --username "$user" --pgdata "$folder/second" --write-recovery-conf --no-sync
        start second "$second"
        echo done
        while read -r command; do
            case $command in
                stop-first) "$binaries/pg_ctl" --pgdata "$folder/first" --mode fast --wait stop > /dev/null ;;
                promote-second) "$binaries/pg_ctl" --pgdata "$folder/second" --wait promote > /dev/null ;;
                first-follows) follow ;;
            esac
            echo done
        done
        """;

    private readonly ChildProcess _servers;

    private PostgresPair(ChildProcess servers, int first, int second) => (_servers, FirstPort, SecondPort) = (servers, first, second);

    public static bool IsInstalled => Find() is not null;

    /// <summary>Gets the port of the server that is the primary at first.</summary>
    public int FirstPort { get; }

    /// <summary>Gets the port of the server that is the standby at first.</summary>
    public int SecondPort { get; }

    /// <summary>Starts the primary and its standby, and returns once both accept connections.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or did not start. The message says why.</exception>
    public static async Task<PostgresPair> StartAsync()
    {
        var binaries = Find() ?? throw new InvalidOperationException($"this machine lacks {Requirement}");
        var (first, second) = (FreePort.Find(), FreePort.Find());
        var servers = binaries.Run(Script, [first.ToString(CultureInfo.InvariantCulture), second.ToString(CultureInfo.InvariantCulture), PostgresServer.User]);
        await servers.NextLineAsync();
        return new PostgresPair(servers, first, second);
    }

    /// <summary>Creates a database. The first server must be the primary.</summary>
    /// <param name="port">The port of the connection string, which must lead to the primary.</param>
    /// <returns>The connection string of the database.</returns>
    public async Task<string> CreateDatabaseAsync(int port)
    {
        await using var connection = new NpgsqlConnection(PostgresServer.ConnectionString("postgres", FirstPort));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("create database nudge", connection);
        await command.ExecuteNonQueryAsync();
        return PostgresServer.ConnectionString("nudge", port);
    }

    /// <summary>Returns the number of schedulers' connections to the server that is the primary at first.</summary>
    public async Task<long> CountSchedulersAtFirstAsync()
    {
        await using var connection = new NpgsqlConnection(PostgresServer.ConnectionString("postgres", FirstPort));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from pg_stat_activity where application_name like 'nudge/%'", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Stops the primary cleanly: the standby then has all data.</summary>
    public Task StopFirstAsync() => _servers.AskAsync("stop-first");

    /// <summary>Promotes the standby to primary.</summary>
    public Task PromoteSecondAsync() => _servers.AskAsync("promote-second");

    /// <summary>Starts the former primary again as a standby of the other server. It answers, but accepts no writes.</summary>
    public Task FirstFollowsAsync() => _servers.AskAsync("first-follows");

    public ValueTask DisposeAsync() => _servers.StopAsync();

    private static PostgresBinaries? Find() => PostgresBinaries.Find("pg_ctl", "pg_basebackup");
}
