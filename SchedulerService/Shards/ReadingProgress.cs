using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Shards;

/// <summary>
/// How far each shard has been read, and which reminders were read but left in the store. Everything earlier is settled, in flight, or recorded here
/// for another read.
/// </summary>
internal sealed class ReadingProgress
{
    private readonly SharedInstant[] _unreadFrom = Shards(Instant.Earliest);
    private readonly SharedInstant[] _requeued = Shards(Instant.Never);
    private readonly SharedInstant[] _requeuedUntilConnected = Shards(Instant.Never);

    /// <summary>Returns the instant from which a shard may have unread reminders.</summary>
    public Instant UnreadFrom(int shard) => _unreadFrom[shard].Read();

    /// <summary>Records that a shard may have unread reminders from an instant on.</summary>
    public void Unread(int shard, Instant from) => _unreadFrom[shard].Lower(from);

    /// <summary>
    /// Records that a shard was read to the present. Rows that were committed late may be missing, so the last five seconds stay unread.
    /// </summary>
    public void Read(int shard, Instant now) => _unreadFrom[shard].Write(now - CommitDelay.Longest);

    /// <summary>Records that nothing was visible from <paramref name="since"/> to the present, as if the shard had been read.</summary>
    public void Empty(int shard, Instant since, Instant now) => _unreadFrom[shard].Replace(since, now - CommitDelay.Longest);

    /// <summary>Records that a reminder was read, was not delivered, and is no longer in flight.</summary>
    /// <param name="shard">The shard of the reminder.</param>
    /// <param name="visibleAt">The instant at which the reminder became visible.</param>
    /// <param name="untilConnected">Whether the cause is a callback that is not connected. All shards are read again when it connects.</param>
    public void Requeued(int shard, Instant visibleAt, bool untilConnected) => (untilConnected ? _requeuedUntilConnected : _requeued)[shard].Lower(visibleAt);

    /// <summary>Returns and clears the instant from which a shard is to be read again; Instant.Never when there is none.</summary>
    public Instant TakeRequeued(int shard) => _requeued[shard].Exchange(Instant.Never);

    /// <summary>Returns and clears the same instant for reminders whose callback is not connected: they may have expired.</summary>
    public Instant TakeRequeuedUntilConnected(int shard) => _requeuedUntilConnected[shard].Exchange(Instant.Never);

    private static SharedInstant[] Shards(Instant value) => [.. Enumerable.Repeat(new SharedInstant(value), Shard.Count)];
}
