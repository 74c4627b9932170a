using Nudge.Bench.Deployments;
using Nudge.Servers;

namespace Nudge.Bench.Peers;

/// <summary>BullMQ, a queue for Node.js on Redis: one delayed job for each reminder. Unlike the others' it may lose a second of them.</summary>
internal static class BullMq
{
    public static async Task<Outcome> RunAsync(StoreServer server, int count)
    {
        await using var redis = await RedisServer.StartAsync();
        return await NodeScript.RunAsync("bullmq.mjs", redis.Address, count);
    }
}
