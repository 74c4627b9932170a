namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// What a scan found that is settled without a delivery. Reading is faster than writing: shards that have more are read on once this is
/// written, so that what is on its way to the store stays little.
/// </summary>
internal sealed class OwnOutcomes(ShardPulses pulses)
{
    private readonly List<int> _shards = [];

    /// <summary>One for the scan itself, which has not ended.</summary>
    private int _left = 1;

    public void Add() => Interlocked.Increment(ref _left);

    /// <summary>A shard has more. To be called before the scan has ended.</summary>
    public void ReadOn(int shard) => _shards.Add(shard);

    /// <summary>One is written; or the scan has ended.</summary>
    public void Done()
    {
        if (Interlocked.Decrement(ref _left) > 0)
            return;
        foreach (var shard in _shards)
            pulses.Pulse(shard, long.MaxValue);
    }
}
