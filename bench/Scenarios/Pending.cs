using System.Globalization;
using Npgsql;
using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// Measures whether pending reminders slow deliveries down: a spike, and a thousand reminders a second, beside more and more pending ones. Each level
/// runs a second time while another client's transaction (a backup, a report) keeps PostgreSQL from removing deleted rows. All levels exist at once
/// and take turns. The thousand a second run several times in a run, because the lateness differs more between windows than between levels.
/// </summary>
internal static class Pending
{
    /// <summary>The default of --count. Ten million reminders take too long to register.</summary>
    private const int DefaultMost = 1_000_000;
    private const int DefaultSeconds = 10;
    private const int TurnsInARun = 3;

    private static readonly int[] Counts = [10_000, 1_000_000, 10_000_000];

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        var most = settings.Count ?? DefaultMost;
        var levels = new List<Level>();
        try
        {
            foreach (var pending in Counts.Where(pending => pending <= most).DefaultIfEmpty(most))
            {
                await AddAsync(pending, isHeld: false);
                if (server.Kind == StoreKind.Postgres)
                    await AddAsync(pending, isHeld: true);
            }

            for (var run = 1; run <= settings.Repeats; run++)
            {
                await Console.Error.WriteLineAsync($"pending: run {run} of {settings.Repeats}");
                await MeasureAsync(levels, Math.Min(Spike.DefaultCount, most), settings.Seconds ?? DefaultSeconds, report);
            }
        }
        finally
        {
            foreach (var level in levels)
                await level.Deployment.DisposeAsync();
        }

        var least = levels[0].Name;
        foreach (var (name, _, _) in levels.Skip(1))
        {
            report.Compare($"spike, {name} / {least}", $"spike, {name}", $"spike, {least}");
            report.Compare($"lateness, p99, {name} / {least}", $"lateness, p99, {name}", $"lateness, p99, {least}");
        }

        async Task AddAsync(int pending, bool isHeld)
        {
            var deployment = await Deployment.StartAsync(server, besideOthers: levels.Count > 0);
            var name = $"{pending.ToString("n0", CultureInfo.InvariantCulture)} pending{(isHeld ? ", snapshot held" : "")}";
            levels.Add(new Level(name, deployment, isHeld));
            await PendingLoad.RegisterAsync(deployment, pending);
        }
    }

    private static async Task MeasureAsync(List<Level> levels, int spike, int seconds, Report report)
    {
        var snapshots = new List<NpgsqlConnection>();
        try
        {
            foreach (var level in levels.Where(level => level.IsHeld))
                snapshots.Add(await HoldSnapshotAsync(level.Deployment));

            foreach (var (name, deployment, _) in levels)
            {
                await Spike.RunAsync(deployment, spike, $", {name}", report);
                await deployment.TidyAsync();
            }

            for (var turn = 0; turn < TurnsInARun; turn++)
            {
                foreach (var (name, deployment, _) in levels)
                    await Punctual.RunAsync(deployment, seconds, $", {name}", report);
            }
        }
        finally
        {
            foreach (var snapshot in snapshots)
                await snapshot.DisposeAsync();
        }

        // Rows that one run deleted must not slow the next run down.
        foreach (var level in levels)
            await level.Deployment.TidyAsync();
    }

    /// <summary>Opens a transaction that holds a snapshot.</summary>
    /// <returns>The session, which holds the snapshot until it is disposed of.</returns>
    private static async Task<NpgsqlConnection> HoldSnapshotAsync(Deployment deployment)
    {
        var connection = await deployment.ConnectAsync();
        // The query reads no table: an unfinished scan would keep a page pinned, and a vacuum would wait for it.
        await using var command = new NpgsqlCommand("begin isolation level repeatable read; select pg_current_snapshot()", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>A deployment with a number of pending reminders.</summary>
    /// <param name="Name">The name of the level in the figures.</param>
    /// <param name="Deployment">The deployment, on its own store.</param>
    /// <param name="IsHeld">True when another client's transaction is open during a run.</param>
    private sealed record Level(string Name, Deployment Deployment, bool IsHeld);
}
