using System.Diagnostics;
using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;
using Nudge.Fuzz.Verdicts;
using Nudge.Servers;

namespace Nudge.Fuzz.Deployments;

/// <summary>A service of Nudge in its own process, with its log and its memory.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    /// <summary>The keywords with which a trace starts a full collection, and sees its end.</summary>
    private const long Collect = (long)(ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect);
    private static readonly TimeSpan CollectionLimit = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;
    private readonly List<long> _memory = [];
    private readonly List<long> _heap = [];

    private ServiceProcess(ChildProcess process) => _process = process;

    public string Name => _process.Name;

    public int Id => _process.Id;

    public bool HasEnded => _process.HasEnded;

    /// <summary>Gets the resident memory at the end of the warm-up and later, in bytes.</summary>
    public IReadOnlyList<long> Memory => _memory;

    /// <summary>Gets the size of the managed heap at the same times, in bytes.</summary>
    public IReadOnlyList<long> Heap => _heap;

    /// <summary>Starts a service whose log has one line per entry, warnings and errors only.</summary>
    /// <param name="project">The project.</param>
    /// <param name="health">The address of its health check.</param>
    /// <param name="settings">Its settings, as environment variables.</param>
    public static async Task<ServiceProcess> StartAsync(string project, Uri health, Dictionary<string, string> settings)
    {
        var process = ChildProcess.StartProject(project, [], new(settings)
        {
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__Console__FormatterName"] = "simple",
            ["Logging__Console__FormatterOptions__SingleLine"] = "true",
            ["DOTNET_ENVIRONMENT"] = "Development",
        });
        await process.UntilHealthyAsync(health);
        return new ServiceProcess(process);
    }

    /// <summary>Runs a full collection, and notes the resident memory that is left.</summary>
    public async Task MeasureMemoryAsync()
    {
        await CollectAsync();
        // The second collection frees what finalizers held.
        _heap.Add(await CollectAsync());
        using var process = Process.GetProcessById(Id);
        _memory.Add(process.WorkingSet64);
    }

    /// <summary>Adds to the findings whether the process has ended or has logged errors.</summary>
    public void Judge(Findings findings)
    {
        if (HasEnded)
            findings.Add(new Failure(FailureName.ProcessDied, $"{Name}: {string.Join(" | ", _process.Lines.TakeLast(5))}"));
        LogRule.Judge(Name, _process.Lines, findings);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <returns>The size of the managed heap after the collection.</returns>
    private async Task<long> CollectAsync()
    {
        using var session = new DiagnosticsClient(Id).StartEventPipeSession([new EventPipeProvider(ClrTraceEventParser.ProviderName, EventLevel.Informational,
            Collect)], requestRundown: false);
        using var source = new EventPipeEventSource(session.EventStream);
        var collected = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        source.Clr.GCHeapStats += heap => collected.TrySetResult(heap.TotalHeapSize);
        var reading = Task.Run(source.Process);
        var size = await collected.Task.WaitAsync(CollectionLimit);
        await session.StopAsync(CancellationToken.None);
        await reading;
        return size;
    }
}
