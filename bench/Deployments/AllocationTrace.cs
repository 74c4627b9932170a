using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace Nudge.Bench.Deployments;

/// <summary>
/// What a .NET process allocates while this is open, by type. The runtime tells of every hundredth kilobyte or so, which says how much there was
/// to that accuracy, and what of it by chance.
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

    /// <returns>Bytes, by type; the most first.</returns>
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
