using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Nudge.Servers;

/// <summary>
/// A throw-away PostgreSQL primary with a streaming standby, for failovers. Both end, and what they kept is removed, when this is disposed of,
/// or when this process ends.
/// </summary>
public sealed class PostgresPair : IAsyncDisposable
{
    /// <summary>What is needed, for whoever lacks it.</summary>
    public const string Requirement = "PostgreSQL 14 or later with pg_ctl and pg_basebackup (in Debian's packages postgresql and postgresql-client)";

    private const string User = "nudge";
    private const string Done = "done";

    // A command on the standard input is answered by a line when it is done. The end of the input is the end of both servers.
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

    private readonly Process _servers;

    private PostgresPair(Process servers, int first, int second) => (_servers, FirstPort, SecondPort) = (servers, first, second);

    public static bool IsInstalled => Find() is not null;

    /// <summary>Where the server listens that is the primary at first.</summary>
    public int FirstPort { get; }

    /// <summary>Where the server listens that is the standby at first.</summary>
    public int SecondPort { get; }

    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or did not start: the message says why.</exception>
    public static async Task<PostgresPair> StartAsync()
    {
        var binaries = Find() ?? throw new InvalidOperationException($"this machine lacks {Requirement}");
        var (first, second) = (FreePort.Find(), FreePort.Find());
        var servers = Process.Start(binaries.Run(Script, [first.ToString(CultureInfo.InvariantCulture), second.ToString(CultureInfo.InvariantCulture), User]))!;
        var pair = new PostgresPair(servers, first, second);
        await pair.AwaitDoneAsync();
        return pair;
    }

    /// <summary>Makes a database, while the first is the primary.</summary>
    /// <returns>Its connection string, through a port that leads to the primary.</returns>
    public async Task<string> CreateDatabaseAsync(int port)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres", FirstPort));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("create database nudge", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString("nudge", port);
    }

    /// <summary>How many connections of schedulers there are to the server that is the primary at first.</summary>
    public async Task<long> CountSchedulersAtFirstAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres", FirstPort));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from pg_stat_activity where application_name like 'nudge/%'", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Stops the primary in order: the standby has everything then.</summary>
    public Task StopFirstAsync() => SayAsync("stop-first");

    /// <summary>Makes the standby the primary.</summary>
    public Task PromoteSecondAsync() => SayAsync("promote-second");

    /// <summary>Starts the former primary again, as a standby of the other: it answers, and takes no writes.</summary>
    public Task FirstFollowsAsync() => SayAsync("first-follows");

    public async ValueTask DisposeAsync()
    {
        _servers.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _servers.WaitForExitAsync(patience.Token);
        _servers.Dispose();
    }

    private static PostgresBinaries? Find() => PostgresBinaries.Find("pg_ctl", "pg_basebackup");

    private static string ConnectionString(string database, int port) => $"Host=127.0.0.1;Port={port};Username={User};Database={database};Pooling=false";

    private async Task SayAsync(string command)
    {
        await _servers.StandardInput.WriteLineAsync(command);
        await _servers.StandardInput.FlushAsync();
        await AwaitDoneAsync();
    }

    private async Task AwaitDoneAsync()
    {
        var line = await _servers.StandardOutput.ReadLineAsync();
        if (line != Done)
            throw new InvalidOperationException($"PostgreSQL does not do it: {line} {await _servers.StandardError.ReadToEndAsync()}");
    }
}
