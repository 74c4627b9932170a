using Nudge.Servers;

namespace Nudge.Chaos.Deployments;

/// <summary>A service in its own process. It keeps its ports when it is started again.</summary>
/// <param name="name">The name in errors and logs, such as scheduler-1.</param>
/// <param name="project">The project of the service.</param>
/// <param name="health">The address of the health endpoint.</param>
/// <param name="environment">The settings, as environment variables.</param>
/// <param name="logs">The folder for the service's output; null for none.</param>
internal sealed class Node(string name, string project, Uri health, Dictionary<string, string> environment, DirectoryInfo? logs) : IAsyncDisposable
{
    private const int Attempts = 3;

    private readonly TextWriter? _log = logs is null
        ? null
        : TextWriter.Synchronized(new StreamWriter(Path.Combine(logs.FullName, $"{name}.log")) { AutoFlush = true });
    private ChildProcess? _process;

    public string Name => name;

    public int ProcessId => _process!.Id;

    public bool HasEnded => _process!.HasEnded;

    /// <summary>Starts the service, as a supervisor does: again when it ends at its start. Returns once it is healthy.</summary>
    /// <param name="prefix">A command that runs the service, such as <c>ip netns exec</c>.</param>
    /// <param name="extra">Further environment variables.</param>
    public async Task StartAsync(IReadOnlyList<string>? prefix = null, Dictionary<string, string>? extra = null)
    {
        for (var attempt = 1; !await TryStartAsync(prefix, extra, isLast: attempt == Attempts); attempt++)
            Report.Tell(name, "did not start; started again");
    }

    /// <summary>Kills the service, as kill -9 does.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Kills the service, and starts it again.</summary>
    public async Task RestartAsync(IReadOnlyList<string>? prefix = null, Dictionary<string, string>? extra = null)
    {
        await KillAsync();
        await _process!.DisposeAsync();
        await StartAsync(prefix, extra);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        if (_log is not null)
            await _log.DisposeAsync();
    }

    /// <summary>Returns false when the service ended before it was healthy.</summary>
    private async Task<bool> TryStartAsync(IReadOnlyList<string>? prefix, Dictionary<string, string>? extra, bool isLast)
    {
        var variables = new Dictionary<string, string>(environment.Concat(extra ?? [])) { ["EndWithStandardInput"] = "true" };
        _process = ChildProcess.Start(name, [.. prefix ?? [], "dotnet", ChildProcess.PathOf(project)], variables, _log);
        try
        {
            await _process.UntilHealthyAsync(health);
            return true;
        }
        catch (InvalidOperationException failure) when (!isLast)
        {
            Report.Tell(name, failure.Message);
            await _process.DisposeAsync();
            return false;
        }
    }
}
