using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Nudge.Servers;

/// <summary>
/// A program in its own process. This process holds the program's standard input open. A program that watches its input ends when this process ends.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>The limit of a start and of a stop.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    private readonly ConcurrentQueue<string> _lines = [];
    private readonly Channel<string> _output = Channel.CreateUnbounded<string>();
    private readonly Process _process = new();
    private readonly TextWriter? _echo;

    private ChildProcess(string name, IReadOnlyList<string> command, Dictionary<string, string>? environment, TextWriter? echo)
    {
        Name = name;
        _echo = echo;
        _process.StartInfo = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in environment ?? [])
            _process.StartInfo.Environment[variable] = value;
        _process.OutputDataReceived += (_, output) =>
        {
            if (Keep(output.Data) is { } line)
                _output.Writer.TryWrite(line);
            else
                _output.Writer.TryComplete();
        };
        _process.ErrorDataReceived += (_, error) => Keep(error.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Gets the lines that the program has printed so far, on standard output and standard error.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Starts a command.</summary>
    /// <param name="name">The name of the program in error messages.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">The environment variables besides those of this process.</param>
    /// <param name="echo">Receives a copy of each line that the program prints; null for no copy.</param>
    public static ChildProcess Start(
        string name, IReadOnlyList<string> command, Dictionary<string, string>? environment = null, TextWriter? echo = null) =>
        new(name, command, environment, echo);

    /// <summary>Starts the program of a project of this solution.</summary>
    /// <param name="project">The name of the project.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">The settings, as environment variables.</param>
    /// <param name="echo">Receives a copy of each line that the program prints; null for no copy.</param>
    public static ChildProcess StartProject(
        string project, IEnumerable<string> arguments, Dictionary<string, string>? environment = null, TextWriter? echo = null) =>
        new(project, ["dotnet", PathOf(project), .. arguments], new(environment ?? []) { ["EndWithStandardInput"] = "true" }, echo);

    /// <summary>Returns the path of a project's program, which was built together with this one: <c>artifacts/bin/(project)/(configuration)</c>.</summary>
    public static string PathOf(string project)
    {
        var here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        return Path.GetFullPath(Path.Combine(here, "..", "..", project, Path.GetFileName(here), $"{project}.dll"));
    }

    /// <summary>Waits until the program serves.</summary>
    /// <exception cref="InvalidOperationException">The program has ended, or the limit has passed. The message has the program's lines.</exception>
    public async Task UntilAsync(Func<Task<bool>> serves)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await serves())
        {
            if (HasEnded || Stopwatch.GetElapsedTime(started) > Limit)
                throw await FailureAsync("did not start");
            await Task.Delay(PollInterval);
        }
    }

    /// <inheritdoc cref="UntilAsync"/>
    /// <param name="health">The address of the health endpoint.</param>
    public async Task UntilHealthyAsync(Uri health)
    {
        using var client = new HttpClient();
        await UntilAsync(async () =>
        {
            try
            {
                using var answer = await client.GetAsync(health);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    /// <inheritdoc cref="UntilAsync"/>
    /// <param name="port">The port of the loopback on which the program listens.</param>
    public Task UntilListensAsync(int port) => UntilAsync(async () =>
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    });

    /// <summary>Writes a line to standard input, and returns the next line of standard output.</summary>
    public async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        return await NextLineAsync();
    }

    /// <summary>Waits for the next line of standard output.</summary>
    /// <exception cref="InvalidOperationException">The program has ended. The message has the program's lines.</exception>
    public async Task<string> NextLineAsync() =>
        await _output.Reader.WaitToReadAsync() && _output.Reader.TryRead(out var line) ? line : throw await FailureAsync("has ended");

    /// <summary>Closes standard input, as the end of this process does.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Waits until the program ends by itself.</summary>
    /// <param name="limit">The longest wait; null for the default.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync(TimeSpan? limit = null)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(limit ?? Limit);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            throw await FailureAsync("did not end");
        }
    }

    /// <summary>Kills the program and its child processes, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends the program by the end of its input, so that it can clean up.</summary>
    public async ValueTask StopAsync()
    {
        await using var disposed = this;
        CloseInput();
        await ExitAsync();
    }

    /// <summary>Kills the program when it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private string? Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            _echo?.WriteLine(line);
        }

        return line;
    }

    private async Task<InvalidOperationException> FailureAsync(string what)
    {
        await KillAsync();
        return new InvalidOperationException($"{Name} {what}: {string.Join(Environment.NewLine, _lines)}");
    }
}
