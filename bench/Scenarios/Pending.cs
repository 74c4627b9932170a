using System.Globalization;
using Npgsql;
using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// Whether what is due some other day costs anything today: the spike and the thousand a second beside ever more that is pending, each
/// once more while a transaction of somebody else (a backup, a report) keeps PostgreSQL from removing what was deleted since.
/// </summary>
internal static class Pending
{
    /// <summary>Ten million take long to register: only when --count asks for them.</summary>
    private const int DefaultMost = 1_000_000;
    private const int DefaultSeconds = 10;

    private static readonly int[] Levels = [10_000, 1_000_000, 10_000_000];

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        var most = settings.Count ?? DefaultMost;
        var levels = Levels.Where(level => level <= most).DefaultIfEmpty(most).ToList();
        foreach (var level in levels)
        {
            await using var deployment = await Deployment.StartAsync(server);
            await PendingLoad.RegisterAsync(deployment, level);
            await MeasureAsync(deployment, Of(level));
            if (server.Kind != StoreKind.Postgres)
                continue;

            // What the first measurement deleted is no part of the second.
            await deployment.TidyAsync();
            await using var held = await HoldSnapshotAsync(deployment);
            await MeasureAsync(deployment, $"{Of(level)}, snapshot held");
        }

        async Task MeasureAsync(Deployment deployment, string suffix)
        {
            await Spike.RunAsync(deployment, Math.Min(Spike.DefaultCount, most), suffix, report);
            await deployment.TidyAsync();
            await Punctual.RunAsync(deployment, settings.Seconds ?? DefaultSeconds, suffix, report);
            var least = Of(levels[0]);
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
