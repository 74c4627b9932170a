using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>Measures registration alone: by one caller, by many, and over a stream. Each reminder is durable before its answer.</summary>
internal static class Register
{
    private const int DefaultCount = 100_000;

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        await using var deployment = await Deployment.StartAsync(server);
        var count = settings.Count ?? DefaultCount;
        var inAnHour = TimeProvider.System.GetUtcNow().AddHours(1);
        await Registration.WarmUpAsync(deployment, Math.Min(count, 20_000));
        foreach (var callers in new[] { 1, 16, 64, 512 })
        {
            // One caller gets fewer reminders: it would take minutes for the work that many do in seconds.
            var share = Math.Max(callers, callers < 16 ? count / 20 : count / 2);
            var (elapsed, latencies) = await Registration.UnaryAsync(deployment.Client, share, callers, _ => inAnHour);
            latencies.Sort();
            report.Add($"Create, {callers} callers", share / elapsed.TotalSeconds, "/s");
            report.Add($"Create, {callers} callers, p50", latencies[latencies.Count / 2].TotalMilliseconds, "ms");
            report.Add($"Create, {callers} callers, p99", latencies[latencies.Count * 99 / 100].TotalMilliseconds, "ms");
        }

        var before = deployment.Use();
        var streaming = await Registration.StreamAsync(deployment.Client, count, _ => inAnHour);
        var after = deployment.Use();
        report.Add("CreateStream", count / streaming.TotalSeconds, "/s");
        report.Add("CreateStream, scheduler's CPU", (after.Scheduler - before.Scheduler).TotalMicroseconds / count, "µs each");
        if (after.Store - before.Store is { } store)
            report.Add("CreateStream, PostgreSQL's CPU", store.TotalMicroseconds / count, "µs each");
    }
}
