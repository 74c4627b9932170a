using System.IO.Hashing;
using System.Text;

namespace Nudge.SchedulerService.Reminders;

/// <summary>
/// The unit of ownership: every reminder belongs to one shard, and one node delivers a shard's reminders.
/// </summary>
internal static class Shard
{
    /// <summary>The number of shards. Stores record it, because a store with another number of shards cannot be read.</summary>
    public const int Count = 64;

    /// <summary>
    /// Returns the shard of a lane, from 0. All reminders of a lane share a shard, so one node knows everything that the lane sends.
    /// </summary>
    public static int Of(string lane)
    {
        // Longer lanes are rare. They are encoded on the heap.
        Span<byte> few = stackalloc byte[512];
        var bytes = Encoding.UTF8.TryGetBytes(lane, few, out var length) ? few[..length] : Encoding.UTF8.GetBytes(lane);
        return (int)(XxHash64.HashToUInt64(bytes) % Count);
    }

    /// <summary>
    /// Returns the writer of a shard, from 0. Neighbouring shards have different writers, so each writer serves a part of the shards that a node
    /// owns.
    /// </summary>
    /// <param name="shard">The shard, from 0.</param>
    /// <param name="writers">The number of writers, at least 1.</param>
    public static int WriterOf(int shard, int writers) => shard % writers;
}
