using Nudge.Bench.Deployments;
using Nudge.Servers;

namespace Nudge.Bench.Peers;

/// <summary>
/// BullMQ, a queue for Node.js on Redis: one delayed job for each reminder. Redis flushes once a second, so a crash may lose the jobs of one second.
/// The other peers lose none.
/// </summary>
internal static class BullMq
{
    public static async Task<Outcome> RunAsync(StoreServer server, int count)
    {
        await using var redis = await RedisServer.StartAsync();
        return await NodeScript.RunAsync("bullmq.mjs", redis.Address, count);
    }
}
