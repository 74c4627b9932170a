using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// How near the spike comes to what it is made of: reading and settling the same rows without gRPC, and streaming the same deliveries
/// without a store.
/// </summary>
internal static class Limit
{
    private const int WarmUp = 20_000;

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        if (server.Kind != StoreKind.Postgres)
            throw new RefusedException("limit: the bare loop is PostgreSQL's, and SQLite's would be the scheduler's own. --store postgres has it.");

        var count = settings.Count ?? Spike.DefaultCount;
        var store = await StoreAsync(server, count);
        var stream = await StreamAsync(count);
        await using var deployment = await Deployment.StartAsync(server);
        await Spike.RunAsync(deployment, count, "", report);

        report.Add("scan and settle", store.Rate, "/s");
        report.Add("empty stream", stream.Rate, "/s");
        // One after the other: each reminder takes the time of both. A scheduler that does both at once can be quicker than that.
        report.Add("the two allow, in turn", 1 / ((1 / store.Rate) + (1 / stream.Rate)), "/s");
        // Side by side: no quicker than the slower of the two (one session, one stream), nor than the cores that all of it shares, which
        // have the CPU time of both to give: cores / (CPU of the one + CPU of the other, per reminder).
        var cores = Environment.ProcessorCount / (store.CpuSeconds + stream.CpuSeconds);
        report.Add("the two allow, side by side", Math.Min(cores, Math.Min(store.Rate, stream.Rate)), "/s");
        report.Compare("spike / in turn", "spike", "the two allow, in turn");
        report.Compare("spike / side by side", "spike", "the two allow, side by side");
    }

    private static async Task<(double Rate, double CpuSeconds)> StoreAsync(StoreServer server, int count)
    {
        await using var deployment = await Deployment.StartAsync(server);
        var inAnHour = TimeProvider.System.GetUtcNow().AddHours(1);
        await Registration.StreamAsync(deployment.Client, count, _ => inAnHour);
        await deployment.TidyAsync();
        deployment.Stop();
        return await CostAsync(count, () => ScanAndSettle.RunAsync(deployment, count, inAnHour.AddSeconds(1)));
    }

    private static async Task<(double Rate, double CpuSeconds)> StreamAsync(int count)
    {
        using var bot = CallbackBot.Start();
        await EmptyStream.RunAsync(bot, Math.Min(count, WarmUp));
        return await CostAsync(count, () => EmptyStream.RunAsync(bot, count));
    }

    /// <summary>How many a second, and how much CPU time each takes of all processes: all of them are this one's children.</summary>
    private static async Task<(double Rate, double CpuSeconds)> CostAsync(int count, Func<Task<TimeSpan>> work)
    {
        var before = ProcessTree.CpuTime(Environment.ProcessId);
        var elapsed = await work();
        return (count / elapsed.TotalSeconds, (ProcessTree.CpuTime(Environment.ProcessId) - before).TotalSeconds / count);
    }
}
