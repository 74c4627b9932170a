using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace Nudge.Bench.Deployments;

/// <summary>
/// Measures what a .NET process allocates, by type, until the trace is stopped. The runtime samples the allocations about every 100 KB, so the
/// total is accurate to 100 KB and the share of each type is an estimate.
/// </summary>
internal sealed class AllocationTrace : IDisposable
{
    private static readonly EventPipeProvider Provider = new(
        ClrTraceEventParser.ProviderName, EventLevel.Verbose, (long)ClrTraceEventParser.Keywords.GC);

    private readonly EventPipeSession _session;
    private readonly EventPipeEventSource _source;
    private readonly Dictionary<string, long> _bytes = [];
    private readonly Task _reading;

    public AllocationTrace(int processId)
    {
        _session = new DiagnosticsClient(processId).StartEventPipeSession([Provider], requestRundown: false);
        _source = new EventPipeEventSource(_session.EventStream);
        _source.Clr.GCAllocationTick += tick => _bytes[tick.TypeName] = _bytes.GetValueOrDefault(tick.TypeName) + tick.AllocationAmount64;
        _reading = Task.Run(_source.Process);
    }

    /// <summary>Stops the trace.</summary>
    /// <returns>The allocated bytes of each type, the largest first.</returns>
    public async Task<IReadOnlyList<(string Type, long Bytes)>> StopAsync()
    {
        await _session.StopAsync(CancellationToken.None);
        await _reading;
        return [.. _bytes.Select(entry => (entry.Key, entry.Value)).OrderByDescending(entry => entry.Value)];
    }

    public void Dispose()
    {
        _source.Dispose();
        _session.Dispose();
    }
}
