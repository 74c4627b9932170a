using System.Diagnostics;

namespace Nudge.Bench.Deployments;

/// <summary>A program of this repository in its own process, as in production. It ends when this process ends.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    public ServiceProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public TimeSpan CpuTime => ProcessTree.CpuTime(_process.Id);

    /// <summary>Gets the current and the greatest resident memory, in bytes.</summary>
    public (long Now, long Most) Memory
    {
        get
        {
            _process.Refresh();
            return (_process.WorkingSet64, _process.PeakWorkingSet64);
        }
    }

    /// <summary>Starts a program, and returns once it is healthy.</summary>
    /// <param name="project">The name of the program.</param>
    /// <param name="health">The address of its health endpoint.</param>
    /// <param name="environment">Its settings, as environment variables.</param>
    /// <param name="arguments">Its command line.</param>
    public static async Task<ServiceProcess> StartAsync(string project, Uri health, Dictionary<string, string> environment, params string[] arguments)
    {
        var service = new ServiceProcess(Launch(project, environment, readsOutput: false, arguments));
        await service.BecomeHealthyAsync(project, health);
        return service;
    }

    /// <summary>Starts a program.</summary>
    /// <param name="project">The name of the program, which is in artifacts/bin/(project)/(configuration).</param>
    /// <param name="environment">Its settings, as environment variables.</param>
    /// <param name="readsOutput">True when the caller reads its standard output.</param>
    /// <param name="arguments">Its command line.</param>
    public static Process Launch(string project, Dictionary<string, string> environment, bool readsOutput, params string[] arguments)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, configuration, $"{project}.dll"));
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardInput = true,
            RedirectStandardOutput = readsOutput,
            Environment = { ["EndWithStandardInput"] = "true", ["Logging__LogLevel__Default"] = "Warning" },
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        return Process.Start(start)!;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task BecomeHealthyAsync(string project, Uri health)
    {
        using var client = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        while (!await IsHealthyAsync(client, health))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > StartPatience)
                throw new InvalidOperationException($"{project} did not start");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private static async Task<bool> IsHealthyAsync(HttpClient client, Uri health)
    {
        try
        {
            using var answer = await client.GetAsync(health);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // The program does not listen yet.
            return false;
        }
    }
}
