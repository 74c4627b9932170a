using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Nudge.Servers;

namespace Nudge.Bench.Peers;

/// <summary>A throw-away Redis server on the loopback, as BullMQ's documentation would have it: an append-only file, flushed once a second.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    // As with PostgreSQL's, its life hangs on the standard input, and its log is not rewritten in the middle of a run.
    private const string Script =
        """
        set -eu
        folder=$(mktemp -d "${TMPDIR:-/tmp}/nudge-redis-XXXXXX")
        server=
        trap 'if [ -n "$server" ]; then kill "$server" 2> /dev/null || true; wait "$server" || true; fi; rm -rf "$folder"' EXIT
        redis-server --port "$1" --bind 127.0.0.1 --dir "$folder" --save "" --appendonly yes --appendfsync everysec \
            --auto-aof-rewrite-percentage 0 --maxmemory-policy noeviction > "$folder/log" 2>&1 &
        server=$!
        read -r _ || true
        """;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly Process _watcher;

    private RedisServer(Process watcher, string address) => (_watcher, Address) = (watcher, address);

    /// <summary>Host and port.</summary>
    public string Address { get; }

    public static async Task<RedisServer> StartAsync()
    {
        var port = FreePort.Find();
        var start = new ProcessStartInfo("sh", ["-c", Script, "sh", port.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true };
        var server = new RedisServer(Process.Start(start)!, $"127.0.0.1:{port}");
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(port))
        {
            if (server._watcher.HasExited || Stopwatch.GetElapsedTime(started) > StartPatience)
                throw new InvalidOperationException("redis-server did not start");
            await Task.Delay(TimeSpan.FromMilliseconds(25));
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _watcher.StandardInput.Close();
        await _watcher.WaitForExitAsync();
        _watcher.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            // Not yet.
            return false;
        }
    }
}
