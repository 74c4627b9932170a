using System.IO.Hashing;
using System.Text;

namespace Nudge.SchedulerService.Reminders;

/// <summary>
/// The unit of ownership: every reminder belongs to one shard, and one node delivers a shard's reminders.
/// </summary>
internal static class Shard
{
    /// <summary>How many shards there are. It is stored, since a store that was divided otherwise cannot be read with it.</summary>
    public const int Count = 64;

    /// <summary>The shard of a lane. What shares a lane shares a shard, so that one node knows all that the lane sends.</summary>
    public static int Of(string lane)
    {
        // Of what fits; longer ones are rare, and not for the stack.
        Span<byte> few = stackalloc byte[512];
        var bytes = Encoding.UTF8.TryGetBytes(lane, few, out var length) ? few[..length] : Encoding.UTF8.GetBytes(lane);
        return (int)(XxHash64.HashToUInt64(bytes) % Count);
    }

    /// <summary>The writer of a shard, of so many, from 0. Neighbours have different ones, so that each has its part of whatever a node owns.</summary>
    public static int WriterOf(int shard, int writers) => shard % writers;
}
