using System.Diagnostics;
using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>Measures the CPU and the memory of a scheduler while nothing is due and no client calls.</summary>
internal static class Idle
{
    private const int DefaultSeconds = 60;
    private const int WarmUp = 2_000;

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        await using var deployment = await Deployment.StartAsync(server);
        await Registration.WarmUpAsync(deployment, Math.Min(settings.Count ?? WarmUp, WarmUp));
        var time = TimeSpan.FromSeconds(settings.Seconds ?? DefaultSeconds);
        // Code that runs four times a second reaches the optimizing compiler only after a while.
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
