using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>Runs the same spike with one, two and four schedulers on one PostgreSQL server.</summary>
internal static class Nodes
{
    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        if (server.Kind != StoreKind.Postgres)
            throw new RefusedException("nodes: SQLite supports one node only. Use --store postgres.");

        foreach (var nodes in new[] { 1, 2, 4 })
        {
            await using var deployment = await Deployment.StartAsync(server, nodes);
            await ShardSpread.AwaitAsync(deployment);
            await Spike.RunAsync(deployment, settings.Count ?? Spike.DefaultCount, Of(nodes), report);
            if (nodes > 1)
                report.Compare($"spike{Of(nodes)} / 1", $"spike{Of(nodes)}", $"spike{Of(1)}");
        }
    }

    private static string Of(int nodes) => nodes == 1 ? ", 1 node" : $", {nodes} nodes";
}
