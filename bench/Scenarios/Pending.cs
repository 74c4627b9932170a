using System.Globalization;
using Npgsql;
using Nudge.Bench.Deployments;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// Whether what is due some other day costs anything today: the spike and the thousand a second beside ever more that is pending, each
/// once more where a transaction of somebody else (a backup, a report) keeps PostgreSQL from removing what was deleted during the run. All are
/// there at once and take turns, the thousand a second several in a run: how late the latest are differs more from one window to the next than
/// what is looked for.
/// </summary>
internal static class Pending
{
    /// <summary>Ten million take long to register: only when --count asks for them.</summary>
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

        // What one run deleted is no part of the next.
        foreach (var level in levels)
            await level.Deployment.TidyAsync();
    }

    /// <returns>The session that holds it for as long as it is open.</returns>
    private static async Task<NpgsqlConnection> HoldSnapshotAsync(Deployment deployment)
    {
        var connection = await deployment.ConnectAsync();
        // Nothing of a table: a scan that was not read to its end would keep a page pinned, and a vacuum wait for it.
        await using var command = new NpgsqlCommand("begin isolation level repeatable read; select pg_current_snapshot()", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <param name="Name">As it is called in the figures.</param>
    /// <param name="Deployment">With a store of its own.</param>
    /// <param name="IsHeld">Whether somebody's transaction is open there during a run.</param>
    private sealed record Level(string Name, Deployment Deployment, bool IsHeld);
}
