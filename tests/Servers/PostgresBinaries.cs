using System.Globalization;

namespace Nudge.Servers;

/// <summary>Finds PostgreSQL's programs, and starts servers with them.</summary>
internal sealed class PostgresBinaries(string folder)
{
    private const int OldestVersion = 14;

    // The script kills the server and removes its data when standard input is closed, so also when the parent process ends.
    private const string Script =
        """
        set -eu
        cd /
        folder=$(mktemp -d "${TMPDIR:-/tmp}/nudge-postgres-XXXXXX")
        server=
        trap 'if [ -n "$server" ]; then kill -QUIT "$server" 2> /dev/null || true; wait "$server" || true; fi; rm -rf "$folder"' EXIT
        "$1/initdb" --pgdata "$folder/data" --username "$3" --auth trust --encoding UTF8 --locale C --no-sync > "$folder/initdb" 2>&1 || { cat "$folder/initdb" >&2; exit 1; }
        binaries=$1 port=$2
        shift 3
        "$binaries/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on -c max_connections=300 \
            "$@" > "$folder/log" 2>&1 &
        server=$!
        read -r _ || true
        """;

    /// <summary>Returns the programs on the path, or else Debian's newest version; null when there are none.</summary>
    /// <param name="others">The programs that are required besides initdb and postgres.</param>
    public static PostgresBinaries? Find(params IReadOnlyList<string> others)
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) && version >= OldestVersion)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        return onPath.Concat(debian)
            .Where(folder => others.Concat(["initdb", "postgres"]).All(program => File.Exists(Path.Combine(folder, program))))
            .Select(folder => new PostgresBinaries(folder))
            .FirstOrDefault();
    }

    /// <summary>Returns the full path of a program.</summary>
    public string PathOf(string program) => Path.Combine(folder, program);

    /// <summary>Starts a server that runs until its standard input is closed.</summary>
    /// <param name="port">The port on the loopback.</param>
    /// <param name="user">The superuser, who needs no password.</param>
    /// <param name="settings">The configuration, as <c>name=value</c>.</param>
    public ChildProcess Serve(int port, string user, IEnumerable<string> settings) =>
        Run(Script, [port.ToString(CultureInfo.InvariantCulture), user, .. settings.SelectMany(setting => new[] { "-c", setting })]);

    /// <summary>Starts a shell script. Its first argument is the folder of these programs.</summary>
    public ChildProcess Run(string script, IEnumerable<string> arguments) =>
        ChildProcess.Start("PostgreSQL", Programs.Unprivileged(["sh", "-c", script, "sh", folder, .. arguments]));
}
