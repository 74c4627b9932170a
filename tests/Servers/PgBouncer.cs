using System.Globalization;
using Npgsql;

namespace Nudge.Servers;

/// <summary>
/// A throw-away PgBouncer on the loopback, in front of a server and in session mode. It ignores the startup parameter <c>options</c>, a common
/// setting, because PgBouncer otherwise refuses clients that send it. It ends when this object is disposed of, or when this process ends.
/// </summary>
public sealed class PgBouncer : IAsyncDisposable
{
    /// <summary>The requirement, for messages on a machine that lacks it.</summary>
    public const string Requirement = "pgbouncer (in Debian's package of that name)";

    private const string Script =
        """
        set -eu
        folder=$(mktemp -d "${TMPDIR:-/tmp}/nudge-pgbouncer-XXXXXX")
        pooler=
        trap 'if [ -n "$pooler" ]; then kill "$pooler" 2> /dev/null || true; wait "$pooler" || true; fi; rm -rf "$folder"' EXIT
        cat > "$folder/pgbouncer.ini" << END
        [databases]
        * = host=127.0.0.1 port=$3 user=$4
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = $2
        unix_socket_dir =
        auth_type = any
        pool_mode = session
        ignore_startup_parameters = extra_float_digits,options
        END
        "$1" "$folder/pgbouncer.ini" > "$folder/log" 2>&1 &
        pooler=$!
        read -r _ || true
        """;

    private readonly ChildProcess _watcher;
    private readonly int _port;

    private PgBouncer(ChildProcess watcher, int port) => (_watcher, _port) = (watcher, port);

    public static bool IsInstalled => Find() is not null;

    /// <summary>Starts PgBouncer, and returns once it listens.</summary>
    /// <param name="connectionString">The connection string of a database on the server behind it.</param>
    /// <exception cref="InvalidOperationException">PgBouncer is not installed, or did not start.</exception>
    public static async Task<PgBouncer> StartAsync(string connectionString)
    {
        var program = Find() ?? throw new InvalidOperationException($"this machine lacks {Requirement}");
        var (server, port) = (new NpgsqlConnectionStringBuilder(connectionString), FreePort.Find());
        var command = Programs.Unprivileged(
            "sh", "-c", Script, "sh", program, port.ToString(CultureInfo.InvariantCulture), server.Port.ToString(CultureInfo.InvariantCulture), server.Username!);
        var watcher = ChildProcess.Start("pgbouncer", command);
        await watcher.UntilListensAsync(port);
        return new PgBouncer(watcher, port);
    }

    /// <summary>Returns a connection string of the same database through PgBouncer.</summary>
    public string ConnectionString(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Port = _port }.ConnectionString;

    public ValueTask DisposeAsync() => _watcher.StopAsync();

    // Debian installs it in a folder that is only on root's path.
    private static string? Find() => Programs.Find("pgbouncer") ?? (File.Exists("/usr/sbin/pgbouncer") ? "/usr/sbin/pgbouncer" : null);
}
