using System.Threading.Channels;
using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Shards;

/// <summary>The queue of the shards to read. Each shard is queued at most once, with the instant from which to read it.</summary>
internal sealed class ShardPulses
{
    private readonly Channel<int> _queue = Channel.CreateUnbounded<int>(new() { SingleReader = true });
    private readonly Lock _lock = new();
    private readonly bool[] _queued = new bool[Shard.Count];
    private readonly Instant[] _from = [.. Enumerable.Repeat(Instant.Never, Shard.Count)];

    /// <summary>Queues a shard that has something visible from an instant on; Instant.Never when the instant is unknown.</summary>
    public void Pulse(int shard, Instant visibleAt)
    {
        lock (_lock)
        {
            _from[shard] = Instant.Min(_from[shard], visibleAt);
            if (_queued[shard])
                return;
            _queued[shard] = true;
        }

        _queue.Writer.TryWrite(shard);
    }

    /// <summary>Queues every shard to be read from its start.</summary>
    public void RewindAll()
    {
        for (var shard = 0; shard < Shard.Count; shard++)
            Pulse(shard, Instant.Earliest);
    }

    /// <summary>Waits for a queued shard and takes the shards that are queued by then.</summary>
    /// <param name="most">The largest number of shards to take, at least 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Each shard with its earliest given instant; Instant.Never without one.</returns>
    public async ValueTask<IReadOnlyList<(int Shard, Instant From)>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        await _queue.Reader.WaitToReadAsync(cancellationToken);
        var taken = new List<(int Shard, Instant From)>(most);
        lock (_lock)
        {
            while (taken.Count < most && _queue.Reader.TryRead(out var shard))
            {
                taken.Add((shard, _from[shard]));
                _from[shard] = Instant.Never;
                _queued[shard] = false;
            }
        }

        return taken;
    }
}
