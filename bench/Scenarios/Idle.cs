using System.Diagnostics;
using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>Nothing is due, and nobody asks: what a scheduler costs that has nothing to do.</summary>
internal static class Idle
{
    private const int DefaultSeconds = 60;
    private const int WarmUp = 2_000;

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        await using var deployment = await Deployment.StartAsync(server);
        await Registration.WarmUpAsync(deployment, Math.Min(settings.Count ?? WarmUp, WarmUp));
        var time = TimeSpan.FromSeconds(settings.Seconds ?? DefaultSeconds);
        // What runs four times a second has run often enough after some of it to be compiled once more, for speed.
        await Progress.WaitAsync("coming to rest", time);

        var before = deployment.Use();
        var started = Stopwatch.GetTimestamp();
        await Progress.WaitAsync("idle", time);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = deployment.Use();

        report.Add("scheduler's CPU", 100 * ((after.Scheduler - before.Scheduler) / elapsed), "% of a core");
        if (after.Store - before.Store is { } store)
            report.Add("PostgreSQL's CPU", 100 * (store / elapsed), "% of a core");
        var (now, most) = deployment.Schedulers[0].Memory;
        report.Add("scheduler's memory", now / 1048576.0, "MB");
        report.Add("scheduler's memory, most", most / 1048576.0, "MB");
    }
}
