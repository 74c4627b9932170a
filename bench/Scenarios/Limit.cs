using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// Compares the spike with its two parts: reading and settling the same rows without gRPC, and streaming the same deliveries without a
/// store.
/// </summary>
internal static class Limit
{
    private const int WarmUp = 20_000;

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        if (server.Kind != StoreKind.Postgres)
            throw new RefusedException("limit: the bare loop exists for PostgreSQL only; with SQLite it would be the scheduler's own code. Use --store postgres.");

        var count = settings.Count ?? Spike.DefaultCount;
        var store = await StoreAsync(server, count);
        var stream = await StreamAsync(count);
        await using var deployment = await Deployment.StartAsync(server);
        await Spike.RunAsync(deployment, count, "", report);

        report.Add("scan and settle", store.Rate, "/s");
        report.Add("empty stream", stream.Rate, "/s");
        // In turn: each reminder takes the time of both parts. A scheduler that does both at once can be faster.
        report.Add("the two allow, in turn", 1 / ((1 / store.Rate) + (1 / stream.Rate)), "/s");
        // Side by side: no faster than the slower of the two parts (one session, one stream), and no faster than the shared cores allow:
        // cores / (CPU time of both parts for each reminder).
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
        await deployment.StopAsync();
        return await CostAsync(count, () => ScanAndSettle.RunAsync(deployment, count, inAnHour.AddSeconds(1)));
    }

    private static async Task<(double Rate, double CpuSeconds)> StreamAsync(int count)
    {
        await using var bot = CallbackBot.Start();
        await EmptyStream.RunAsync(bot, Math.Min(count, WarmUp));
        return await CostAsync(count, () => EmptyStream.RunAsync(bot, count));
    }

    /// <summary>Returns the reminders per second, and the CPU seconds of all processes for each. All processes are children of this one.</summary>
    private static async Task<(double Rate, double CpuSeconds)> CostAsync(int count, Func<Task<TimeSpan>> work)
    {
        var before = ProcessTree.CpuTime(Environment.ProcessId);
        var elapsed = await work();
        return (count / elapsed.TotalSeconds, (ProcessTree.CpuTime(Environment.ProcessId) - before).TotalSeconds / count);
    }
}
