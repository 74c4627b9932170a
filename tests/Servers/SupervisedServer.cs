namespace Nudge.Servers;

/// <summary>
/// A server program that a supervisor starts again whenever it ends, as systemd does. Its data outlives it. A test sends signals to it, and can hold
/// it down. The server ends when this object is disposed of, or when this process ends.
/// </summary>
public sealed class SupervisedServer : IAsyncDisposable
{
    // A background command of a shell reads nothing from the shell's standard input, so the watcher gets a copy of it. It also ignores SIGQUIT unless it
    // handles it, as PostgreSQL does.
    private const string Script =
        """
        set -u
        log=$1 hold=$2
        shift 2
        server=
        trap 'trap - TERM; [ -z "$server" ] || { kill -QUIT "$server"; kill -TERM "$server"; } 2> /dev/null; wait; exit 0' TERM
        exec 3<&0
        ( read -r _ <&3 || true; kill -TERM $$ ) &
        while :; do
            while [ -e "$hold" ]; do sleep 0.05; done
            "$@" >> "$log" 2>&1 3<&- &
            server=$!
            echo "$server"
            wait "$server" || true
            sleep 0.25
        done
        """;

    private readonly ChildProcess _supervisor;
    private readonly string _hold;

    private SupervisedServer(ChildProcess supervisor, string hold) => (_supervisor, _hold) = (supervisor, hold);

    /// <summary>Gets the id of the server's current process. While the server is down, it is the id of its last process.</summary>
    public int ProcessId => int.Parse(_supervisor.Lines.Last(line => int.TryParse(line, out _)), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Gets the number of starts so far.</summary>
    public int Starts => _supervisor.Lines.Count;

    /// <summary>Starts a server.</summary>
    /// <param name="name">The name of the server in error messages.</param>
    /// <param name="folder">A folder that the server's user can write. It gets the log.</param>
    /// <param name="command">The program and its arguments. The program stays in the foreground.</param>
    /// <param name="unprivileged">True for a program that refuses to run as root.</param>
    public static async Task<SupervisedServer> StartAsync(string name, string folder, IReadOnlyList<string> command, bool unprivileged = false)
    {
        var hold = Path.Combine(folder, $"{name}.hold");
        string[] script = ["sh", "-c", Script, "sh", Path.Combine(folder, $"{name}.log"), hold, .. command];
        var supervisor = ChildProcess.Start(name, unprivileged ? Programs.Unprivileged(script) : script);
        await supervisor.NextLineAsync();
        return new SupervisedServer(supervisor, hold);
    }

    /// <summary>Waits until the server serves.</summary>
    public Task UntilAsync(Func<Task<bool>> serves) => _supervisor.UntilAsync(serves);

    /// <inheritdoc cref="UntilAsync"/>
    public Task UntilListensAsync(int port) => _supervisor.UntilListensAsync(port);

    /// <summary>Keeps the server down after its next end, until <see cref="Release"/>.</summary>
    public void Hold() => File.WriteAllText(_hold, "");

    /// <summary>Lets the supervisor start the server again.</summary>
    public void Release() => File.Delete(_hold);

    public async ValueTask DisposeAsync()
    {
        Release();
        await _supervisor.StopAsync();
    }
}
