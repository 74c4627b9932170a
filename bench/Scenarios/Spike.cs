using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>Measures a spike: all reminders are due at one instant. The time runs from that instant until the last reminder is settled.</summary>
internal static class Spike
{
    public const int DefaultCount = 200_000;

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        await using var deployment = await Deployment.StartAsync(server);
        await RunAsync(deployment, settings.Count ?? DefaultCount, "", report);
    }

    /// <summary>Runs on a deployment that may have other work.</summary>
    /// <param name="deployment">The deployment to measure.</param>
    /// <param name="count">The number of reminders that come due at once.</param>
    /// <param name="suffix">The end of the names of the figures.</param>
    /// <param name="report">Receives the figures.</param>
    /// <param name="tenant">Returns the tenant of a reminder, by its number. Without it, the reminders have no tenant.</param>
    public static async Task RunAsync(Deployment deployment, int count, string suffix, Report report, Func<int, string>? tenant = null)
    {
        var rate = await Registration.WarmUpAsync(deployment, Math.Min(count, 20_000));

        // The registration ends in time, because the warm-up started cold and was slower.
        var due = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(3 + (count / rate));
        var registering = await Registration.StreamAsync(deployment.Client, count, i => Registration.Request(i, due, tenant?.Invoke(i) ?? ""));
        report.Add($"register, streamed{suffix}", count / registering.TotalSeconds, "/s");
        var left = due - TimeProvider.System.GetUtcNow();
        if (left < TimeSpan.Zero)
            throw new InvalidOperationException($"registering took {-left} longer than planned, so the spike would start late");
        await Progress.WaitAsync("waiting for the instant", left);

        var before = deployment.Use();
        await Deliveries.AwaitAsync(deployment, count);
        var elapsed = TimeProvider.System.GetUtcNow() - due;
        var after = deployment.Use();

        report.Add($"spike{suffix}", count / elapsed.TotalSeconds, "/s");
        report.Add($"scheduler's CPU{suffix}", (after.Scheduler - before.Scheduler).TotalMicroseconds / count, "µs each");
        report.Add($"bot's CPU{suffix}", (after.Bot - before.Bot).TotalMicroseconds / count, "µs each");
        if (after.Store - before.Store is { } store)
            report.Add($"PostgreSQL's CPU{suffix}", store.TotalMicroseconds / count, "µs each");
        report.Add($"scheduler's memory, most{suffix}", deployment.MaxMemory / 1048576.0, "MB");
        await Deliveries.ExpectAsync(deployment, count);
    }
}
