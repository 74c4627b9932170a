using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// How far each shard has been read, and what of that was left where it is. What lies before has been settled, is in flight, or is to be looked
/// at again because somebody said so here.
/// </summary>
internal sealed class ReadingProgress
{
    private readonly long[] _unreadFrom = Shards(long.MinValue);
    private readonly long[] _left = Shards(long.MaxValue);
    private readonly long[] _leftUntilConnected = Shards(long.MaxValue);

    /// <summary>From which instant on a shard may have something that nobody has read.</summary>
    public long UnreadFrom(int shard) => Volatile.Read(ref _unreadFrom[shard]);

    /// <summary>A shard is read from an instant on, or should have been.</summary>
    public void Unread(int shard, long from) => Lower(ref _unreadFrom[shard], from);

    /// <summary>A shard has been read to the present. What was committed a little late may be missing.</summary>
    public void Read(int shard, long now) => Volatile.Write(ref _unreadFrom[shard], now - CommitDelay.Longest);

    /// <summary>Nothing was visible from <paramref name="since"/> to the present, which is as good as having been read.</summary>
    public void Empty(int shard, long since, long now) => Interlocked.CompareExchange(ref _unreadFrom[shard], now - CommitDelay.Longest, since);

    /// <summary>What was read was not delivered, and is in flight no longer.</summary>
    /// <param name="shard">Its shard.</param>
    /// <param name="visibleAt">When it became visible.</param>
    /// <param name="untilConnected">Whether it is because its callback is not reached: then all is read again when it is.</param>
    public void LeftBehind(int shard, long visibleAt, bool untilConnected) => Lower(ref (untilConnected ? _leftUntilConnected : _left)[shard], visibleAt);

    /// <summary>From which instant on a shard is to be read again; long.MaxValue: it is not.</summary>
    public long TakeLeftBehind(int shard) => Interlocked.Exchange(ref _left[shard], long.MaxValue);

    /// <summary>The same, for what waits for its callback: it may have expired.</summary>
    public long TakeLeftUntilConnected(int shard) => Interlocked.Exchange(ref _leftUntilConnected[shard], long.MaxValue);

    private static long[] Shards(long value) => [.. Enumerable.Repeat(value, Shard.Count)];

    private static void Lower(ref long value, long to)
    {
        for (var seen = Volatile.Read(ref value); to < seen;)
        {
            var before = Interlocked.CompareExchange(ref value, to, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
