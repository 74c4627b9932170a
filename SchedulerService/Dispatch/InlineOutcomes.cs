using Nudge.SchedulerService.Shards;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// The outcomes that a scan decides without a delivery: expired, missed, undeliverable or deferred. Reading is faster than writing. A shard that has
/// more to read therefore waits until these outcomes are written, which bounds the queue of writes.
/// </summary>
internal sealed class InlineOutcomes(ShardPulses pulses)
{
    private readonly List<int> _shards = [];

    /// <summary>The number of outcomes that are not yet written, plus one until the scan ends.</summary>
    private int _left = 1;

    public void Add() => Interlocked.Increment(ref _left);

    /// <summary>Records that a shard has more to read. Call it before the scan ends.</summary>
    public void ReadOn(int shard) => _shards.Add(shard);

    /// <summary>Records that one outcome is written or that the scan has ended.</summary>
    public void Done()
    {
        if (Interlocked.Decrement(ref _left) > 0)
            return;
        foreach (var shard in _shards)
            pulses.Pulse(shard, Instant.Never);
    }
}
