using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace Nudge.Fuzz.Deployments;

/// <summary>Records when a process allocates memory. The runtime reports every 100 KB or so, so the sum of a time is accurate to 100 KB.</summary>
internal sealed class AllocationWatch : IDisposable
{
    private static readonly EventPipeProvider Provider = new(ClrTraceEventParser.ProviderName, EventLevel.Verbose, (long)ClrTraceEventParser.Keywords.GC);

    private readonly EventPipeSession _session;
    private readonly EventPipeEventSource _source;
    private readonly ConcurrentQueue<(DateTimeOffset At, long Bytes)> _ticks = new();
    private readonly Task _reading;

    public AllocationWatch(int processId)
    {
        _session = new DiagnosticsClient(processId).StartEventPipeSession([Provider], requestRundown: false);
        _source = new EventPipeEventSource(_session.EventStream);
        _source.Clr.GCAllocationTick += tick => _ticks.Enqueue((tick.TimeStamp.ToUniversalTime(), tick.AllocationAmount64));
        _reading = Task.Run(_source.Process);
    }

    /// <summary>Stops the watch.</summary>
    /// <returns>The allocations in the order of their times.</returns>
    public async Task<IReadOnlyList<(DateTimeOffset At, long Bytes)>> StopAsync()
    {
        await _session.StopAsync(CancellationToken.None);
        await _reading;
        return [.. _ticks.OrderBy(tick => tick.At)];
    }

    public void Dispose()
    {
        _source.Dispose();
        _session.Dispose();
    }
}
