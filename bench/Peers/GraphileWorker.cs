using Npgsql;
using Nudge.Bench.Deployments;

namespace Nudge.Bench.Peers;

/// <summary>graphile-worker, a queue for Node.js on PostgreSQL: one job for each reminder.</summary>
internal static class GraphileWorker
{
    public static async Task<Outcome> RunAsync(StoreServer server, int count)
    {
        var store = new NpgsqlConnectionStringBuilder(await server.CreateAsync());
        return await NodeScript.RunAsync("graphile-worker.mjs", $"postgres://{store.Username}@{store.Host}:{store.Port}/{store.Database}", count);
    }
}
