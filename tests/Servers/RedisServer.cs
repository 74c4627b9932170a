using System.Globalization;

namespace Nudge.Servers;

/// <summary>
/// A throw-away Redis server on the loopback with an append-only file, which it flushes once a second unless the settings say otherwise. It ends,
/// and its data is removed, when this object is disposed of, or when this process ends.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    /// <summary>The requirement, for messages on a machine that lacks it.</summary>
    public const string Requirement = "redis-server (in Debian's package of that name)";

    // The script ends the server when its standard input closes. The server does not rewrite its log in the middle of a run.
    private const string Script =
        """
        set -eu
        port=$1
        shift
        folder=$(mktemp -d "${TMPDIR:-/tmp}/nudge-redis-XXXXXX")
        server=
        trap 'if [ -n "$server" ]; then kill "$server" 2> /dev/null || true; wait "$server" || true; fi; rm -rf "$folder"' EXIT
        redis-server --port "$port" --bind 127.0.0.1 --dir "$folder" --save "" --appendonly yes --appendfsync everysec \
            --auto-aof-rewrite-percentage 0 --maxmemory-policy noeviction "$@" > "$folder/log" 2>&1 &
        server=$!
        read -r _ || true
        """;

    private readonly ChildProcess _watcher;

    private RedisServer(ChildProcess watcher, string address) => (_watcher, Address) = (watcher, address);

    /// <summary>Gets the host and port.</summary>
    public string Address { get; }

    public static bool IsInstalled => !Programs.Missing("redis-server");

    /// <summary>Starts a server, and returns once it listens.</summary>
    /// <param name="settings">Options of redis-server, which override the defaults.</param>
    /// <exception cref="InvalidOperationException">The server is not installed, or did not start.</exception>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        var port = FreePort.Find();
        var watcher = ChildProcess.Start("redis-server", ["sh", "-c", Script, "sh", port.ToString(CultureInfo.InvariantCulture), .. settings]);
        await watcher.UntilListensAsync(port);
        return new RedisServer(watcher, $"127.0.0.1:{port}");
    }

    public ValueTask DisposeAsync() => _watcher.StopAsync();
}
