using System.Diagnostics;
using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>Waits for the deliveries to the bot, verifies them, and reports their lateness.</summary>
internal static class Deliveries
{
    /// <summary>The longest wait for the next delivery. It exceeds the minute after which a scheduler reads all due reminders again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits until the bot has received a number of deliveries, and all of them are settled.</summary>
    public static Task AwaitAsync(Deployment deployment, long count) => Progress.ShowAsync("delivering", count, async show =>
    {
        var received = -1L;
        var progressed = Stopwatch.GetTimestamp();
        while ((await deployment.Bot.AskAsync()).Count is var now && now < count)
        {
            if (now > received)
                progressed = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetElapsedTime(progressed) > Patience)
                throw new InvalidOperationException($"{count - now} of {count} reminders were not delivered");
            received = now;
            show(now);
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        await deployment.SettledAsync();
    });

    /// <summary>Verifies the number of deliveries, and that none of them was early.</summary>
    public static async Task<BotStatistics> ExpectAsync(Deployment deployment, long count)
    {
        var statistics = await deployment.Bot.AskAsync();
        Expect.Equal(count, statistics.Count, "deliveries");
        Expect.Equal(0, statistics.Early, "early deliveries");
        return statistics;
    }

    /// <summary>Adds the lateness of the deliveries to a report.</summary>
    public static void AddLateness(this Report report, BotStatistics statistics, string suffix)
    {
        report.Add($"lateness, p50{suffix}", statistics.P50, "ms");
        report.Add($"lateness, p99{suffix}", statistics.P99, "ms");
        report.Add($"lateness, p99.9{suffix}", statistics.P999, "ms");
        report.Add($"lateness, most{suffix}", statistics.Max, "ms");
    }
}
