using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>Nine o'clock on Monday: everything is due at one instant. From that instant to the last reminder settled.</summary>
internal static class Spike
{
    public const int DefaultCount = 200_000;

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        await using var deployment = await Deployment.StartAsync(server);
        await RunAsync(deployment, settings.Count ?? DefaultCount, "", report);
    }

    /// <summary>A spike on a deployment that may have something else to do.</summary>
    /// <param name="deployment">Where to.</param>
    /// <param name="count">How many reminders come due at once.</param>
    /// <param name="suffix">Ends the names of the figures.</param>
    /// <param name="report">Takes the figures.</param>
    /// <param name="tenant">Whose each is; without it they are users' who belong to none.</param>
    public static async Task RunAsync(Deployment deployment, int count, string suffix, Report report, Func<int, string>? tenant = null)
    {
        var rate = await Registration.WarmUpAsync(deployment, Math.Min(count, 20_000));

        // Late enough that everything is registered by then: the warm-up began cold, and was slower.
        var due = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(3 + (count / rate));
        var registering = await Registration.StreamAsync(deployment.Client, count, i => Registration.Request(i, due, tenant?.Invoke(i) ?? ""));
        report.Add($"register, streamed{suffix}", count / registering.TotalSeconds, "/s");
        var left = due - TimeProvider.System.GetUtcNow();
        if (left < TimeSpan.Zero)
            throw new InvalidOperationException($"registering took {-left} longer than was planned, so that the spike would begin late");
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
