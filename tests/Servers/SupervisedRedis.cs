using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Nudge.Servers;

/// <summary>
/// A Redis server on the loopback that is started again whenever it ends. It keeps its port and its data, and flushes each write to disk before it
/// answers, as the bot requires.
/// </summary>
public sealed class SupervisedRedis : IAsyncDisposable
{
    private readonly SupervisedServer _server;
    private readonly int _port;
    private readonly string _data;

    private SupervisedRedis(SupervisedServer server, int port, string data) => (_server, _port, _data) = (server, port, data);

    /// <summary>Gets the host and port.</summary>
    public string Address => $"127.0.0.1:{_port}";

    /// <summary>Gets the id of the server's process.</summary>
    public int ProcessId => _server.ProcessId;

    /// <summary>Creates a server, and returns once it listens.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="settings">Options of redis-server, which override the defaults.</param>
    public static async Task<SupervisedRedis> StartAsync(string folder, params string[] settings)
    {
        var (port, data) = (FreePort.Find(), Path.Combine(folder, "redis"));
        Directory.CreateDirectory(data);
        var server = await SupervisedServer.StartAsync("redis-server", folder,
        [
            "redis-server", "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", data, "--save", "",
            "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", .. settings,
        ]);
        var redis = new SupervisedRedis(server, port, data);
        await redis.UntilListensAsync();
        return redis;
    }

    /// <summary>Waits until the server listens.</summary>
    public Task UntilListensAsync() => _server.UntilListensAsync(_port);

    /// <summary>Sends a command to the server.</summary>
    /// <exception cref="InvalidOperationException">The server refused the command.</exception>
    public async Task SendAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await using var stream = client.GetStream();
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        using var reader = new StreamReader(stream);
        await writer.WriteLineAsync(command);
        if (await reader.ReadLineAsync() is not "+OK" and var answer)
            throw new InvalidOperationException($"redis-server answered {command} with {answer}");
    }

    /// <summary>Kills the server. The supervisor starts it again with its data.</summary>
    public void Kill() => Signal.Kill(ProcessId);

    /// <summary>Kills the server and deletes its data. The supervisor starts it again, empty.</summary>
    public void KillAndEmpty()
    {
        // A running server could write a new file after the deletion.
        Signal.Freeze(ProcessId);
        foreach (var entry in new DirectoryInfo(_data).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo folder)
                folder.Delete(recursive: true);
            else
                entry.Delete();
        }

        Kill();
    }

    /// <inheritdoc cref="SupervisedServer.Hold"/>
    public void Hold() => _server.Hold();

    /// <inheritdoc cref="SupervisedServer.Release"/>
    public void Release() => _server.Release();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
