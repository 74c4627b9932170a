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

    /// <summary>Waits for a shard to look at, and takes those that wait by then.</summary>
    /// <param name="most">How many it takes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Each with the earliest instant anybody named for it; long.MaxValue when nobody named one.</returns>
    public async ValueTask<IReadOnlyList<(int Shard, long From)>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        await _queue.Reader.WaitToReadAsync(cancellationToken);
        var taken = new List<(int Shard, long From)>(most);
        lock (_lock)
        {
            while (taken.Count < most && _queue.Reader.TryRead(out var shard))
            {
                taken.Add((shard, _from[shard]));
                _from[shard] = long.MaxValue;
                _queued[shard] = false;
            }
        }

        return taken;
    }
}
