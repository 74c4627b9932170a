using System.Globalization;
using Npgsql;
using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// Whether what is due some other day costs anything today: the spike and the thousand a second beside ever more that is pending, each
/// once more while a transaction of somebody else (a backup, a report) keeps PostgreSQL from removing what was deleted since. All are there
/// at once and take turns, so that each run compares what was measured within minutes.
/// </summary>
internal static class Pending
{
    /// <summary>Ten million take long to register: only when --count asks for them.</summary>
    private const int DefaultMost = 1_000_000;
    private const int DefaultSeconds = 30;

    private static readonly int[] Levels = [10_000, 1_000_000, 10_000_000];

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        var most = settings.Count ?? DefaultMost;
        var levels = new List<(string Name, Deployment Deployment)>();
        try
        {
            foreach (var level in Levels.Where(level => level <= most).DefaultIfEmpty(most))
            {
                var deployment = await Deployment.StartAsync(server, besideOthers: levels.Count > 0);
                levels.Add((Of(level), deployment));
                await PendingLoad.RegisterAsync(deployment, level);
            }

            for (var run = 1; run <= settings.Repeats; run++)
            {
                await Console.Error.WriteLineAsync($"pending: run {run} of {settings.Repeats}");
                foreach (var (level, deployment) in levels)
                    await MeasureAsync(level, deployment);
            }
        }
        finally
        {
            foreach (var (_, deployment) in levels)
                await deployment.DisposeAsync();
        }

        async Task MeasureAsync(string level, Deployment deployment)
        {
            await MeasureBothAsync(level, deployment);
            if (server.Kind != StoreKind.Postgres)
                return;

            // What the first measurement deleted is no part of the second.
            await deployment.TidyAsync();
            await using (await HoldSnapshotAsync(deployment))
                await MeasureBothAsync($"{level}, snapshot held", deployment);
            await deployment.TidyAsync();
        }

        async Task MeasureBothAsync(string suffix, Deployment deployment)
        {
            await Spike.RunAsync(deployment, Math.Min(Spike.DefaultCount, most), suffix, report);
            await deployment.TidyAsync();
            await Punctual.RunAsync(deployment, settings.Seconds ?? DefaultSeconds, suffix, report);
            var least = levels[0].Name;
            if (suffix == least)
                return;

            report.Compare($"spike{suffix} / {Name(least)}", $"spike{suffix}", $"spike{least}");
            report.Compare($"lateness, p99{suffix} / {Name(least)}", $"lateness, p99{suffix}", $"lateness, p99{least}");
        }
    }

    private static string Of(int level) => $", {level.ToString("n0", CultureInfo.InvariantCulture)} pending";

    private static string Name(string suffix) => suffix[2..];

    /// <returns>The session that holds it for as long as it is open.</returns>
    private static async Task<NpgsqlConnection> HoldSnapshotAsync(Deployment deployment)
    {
        var connection = await deployment.ConnectAsync();
        await using var command = new NpgsqlCommand("begin isolation level repeatable read; select 1 from reminder limit 1", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
