using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>Measures the cost of lanes that limit nothing: a spike over 2,000 tenants, without lanes, and with limits that are never reached.</summary>
internal static class Lanes
{
    private const int DefaultCount = 1_000_000;
    private const int Tenants = 2_000;

    private static readonly Dictionary<string, string> Unpaced = new() { ["Callbacks__Lanes__bot__PerSecond"] = "0" };

    private static readonly Dictionary<string, string> NeverBinding = new()
    {
        ["Callbacks__Lanes__bot__PerSecond"] = "1000000",
        ["Callbacks__Lanes__bot__Burst"] = "1000",
        ["Callbacks__Lanes__bot__MaxInFlight"] = "100000",
        ["Callbacks__Lanes__bot__MaxWaiting"] = "10000",
    };

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        var count = settings.Count ?? DefaultCount;
        foreach (var (suffix, configuration) in new[] { (", without lanes", Unpaced), (", with lanes", NeverBinding) })
        {
            await using var deployment = await Deployment.StartAsync(server, settings: configuration);
            await Spike.RunAsync(deployment, count, suffix, report, tenant: i => $"tenant-{i % Tenants}");
        }

        report.Compare("with lanes / without", "spike, with lanes", "spike, without lanes");
    }
}
