using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Shards;

/// <summary>
/// How far each shard has been read, and which reminders were read but left in the store. Everything earlier is settled, in flight, or recorded here
/// for another read. Instants are milliseconds since 1970 in UTC.
/// </summary>
internal sealed class ReadingProgress
{
    private readonly long[] _unreadFrom = Shards(long.MinValue);
    private readonly long[] _requeued = Shards(long.MaxValue);
    private readonly long[] _requeuedUntilConnected = Shards(long.MaxValue);

    /// <summary>Returns the instant from which a shard may have unread reminders.</summary>
    public long UnreadFrom(int shard) => Volatile.Read(ref _unreadFrom[shard]);

    /// <summary>Records that a shard may have unread reminders from an instant on.</summary>
    public void Unread(int shard, long from) => Lower(ref _unreadFrom[shard], from);

    /// <summary>
    /// Records that a shard was read to the present. Rows that were committed late may be missing, so the last five seconds stay unread.
    /// </summary>
    public void Read(int shard, long now) => Volatile.Write(ref _unreadFrom[shard], now - CommitDelay.Longest);

    /// <summary>Records that nothing was visible from <paramref name="since"/> to the present, as if the shard had been read.</summary>
    public void Empty(int shard, long since, long now) => Interlocked.CompareExchange(ref _unreadFrom[shard], now - CommitDelay.Longest, since);

    /// <summary>Records that a reminder was read, was not delivered, and is no longer in flight.</summary>
    /// <param name="shard">The shard of the reminder.</param>
    /// <param name="visibleAt">The instant at which the reminder became visible.</param>
    /// <param name="untilConnected">Whether the cause is a callback that is not connected. All shards are read again when it connects.</param>
    public void Requeued(int shard, long visibleAt, bool untilConnected) => Lower(ref (untilConnected ? _requeuedUntilConnected : _requeued)[shard], visibleAt);

    /// <summary>Returns and clears the instant from which a shard is to be read again; long.MaxValue when there is none.</summary>
    public long TakeRequeued(int shard) => Interlocked.Exchange(ref _requeued[shard], long.MaxValue);

    /// <summary>Returns and clears the same instant for reminders whose callback is not connected: they may have expired.</summary>
    public long TakeRequeuedUntilConnected(int shard) => Interlocked.Exchange(ref _requeuedUntilConnected[shard], long.MaxValue);

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
