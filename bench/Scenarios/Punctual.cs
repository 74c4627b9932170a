using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>Measures the lateness of a thousand reminders a second, one each millisecond, while many more are pending.</summary>
internal static class Punctual
{
    private const int PerSecond = 1000;
    private const int DefaultSeconds = 30;
    private const int DefaultPending = 1_000_000;

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        await using var deployment = await Deployment.StartAsync(server);
        await PendingLoad.RegisterAsync(deployment, settings.Count ?? DefaultPending);
        await RunAsync(deployment, settings.Seconds ?? DefaultSeconds, "", report);
    }

    /// <summary>Runs on a deployment that may have other work.</summary>
    /// <param name="deployment">The deployment to measure.</param>
    /// <param name="seconds">The time during which reminders come due, in seconds.</param>
    /// <param name="suffix">The end of the names of the figures.</param>
    /// <param name="report">Receives the figures.</param>
    public static async Task RunAsync(Deployment deployment, int seconds, string suffix, Report report)
    {
        var count = seconds * PerSecond;
        var rate = await Registration.WarmUpAsync(deployment, Math.Min(count, 20_000));

        // The registration ends in time even when the machine is twice as slow as in the warm-up.
        var first = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(3 + (2 * count / rate));
        await Registration.StreamAsync(deployment.Client, count, i => first + TimeSpan.FromSeconds((double)i / PerSecond));
        var left = first - TimeProvider.System.GetUtcNow();
        if (left < TimeSpan.Zero)
            throw new InvalidOperationException($"registering took {-left} longer than planned, so the first reminder would be late");

        await Progress.WaitAsync("waiting for the first", left);
        var before = deployment.Use();
        // A query of the statistics would take the bot's time, so there is none meanwhile.
        await Progress.WaitAsync("a thousand a second", TimeSpan.FromSeconds(seconds));
        await Deliveries.AwaitAsync(deployment, count);
        var after = deployment.Use();

        report.AddLateness(await Deliveries.ExpectAsync(deployment, count), suffix);
        report.Add($"punctual, scheduler's CPU{suffix}", (after.Scheduler - before.Scheduler).TotalMicroseconds / count, "µs each");
        if (after.Store - before.Store is { } store)
            report.Add($"punctual, PostgreSQL's CPU{suffix}", store.TotalMicroseconds / count, "µs each");
        report.Add($"punctual, scheduler's memory, most{suffix}", deployment.MaxMemory / 1048576.0, "MB");
    }
}
