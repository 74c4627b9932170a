using System.Threading.Channels;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>Which shards are to be looked at, each at most once in the queue, and from which instant on.</summary>
internal sealed class ShardPulses
{
    private readonly Channel<int> _queue = Channel.CreateUnbounded<int>(new() { SingleReader = true });
    private readonly Lock _lock = new();
    private readonly bool[] _queued = new bool[Shard.Count];
    private readonly long[] _from = [.. Enumerable.Repeat(long.MaxValue, Shard.Count)];

    /// <summary>A shard has something that became visible then.</summary>
    public void Pulse(int shard, long visibleAt)
    {
        lock (_lock)
        {
            _from[shard] = Math.Min(_from[shard], visibleAt);
            if (_queued[shard])
                return;
            _queued[shard] = true;
        }

        _queue.Writer.TryWrite(shard);
    }

    /// <summary>Every shard is to be read from its start.</summary>
    public void RewindAll()
    {
        for (var shard = 0; shard < Shard.Count; shard++)
            Pulse(shard, long.MinValue);
    }

    /// <summary>The next shard to look at, and the earliest instant anybody named for it; long.MaxValue when nobody named one.</summary>
    public async ValueTask<(int Shard, long From)> TakeAsync(CancellationToken cancellationToken)
    {
        var shard = await _queue.Reader.ReadAsync(cancellationToken);
        lock (_lock)
        {
            var from = _from[shard];
            _from[shard] = long.MaxValue;
            _queued[shard] = false;
            return (shard, from);
        }
    }
}
