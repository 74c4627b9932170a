using Nudge.Bench.Deployments;
using Nudge.Bench.Peers;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// Runs the same spike on Nudge and on its peers, each one configured for speed as its authors recommend. All but BullMQ keep their reminders
/// on the same PostgreSQL server. Each peer handles them in its own process, whereas Nudge calls another process.
/// </summary>
internal static class Peers
{
    private const int DefaultCount = 200_000;
    private const int LeastCount = 500;

    /// <summary>The time limit of one contender in a run: as long as the slowest peer takes for 200,000 reminders, and at least a minute.</summary>
    private static TimeSpan PatienceFor(int count) => TimeSpan.FromMinutes(Math.Max(1, 20.0 * count / DefaultCount));

    private static readonly Contender[] All =
    [
        new("Quartz", 20, [], (server, count) => InProcess.RunAsync(QuartzStore.CreateAsync(server), count)),
        new("Hangfire", 200, [], (server, count) => InProcess.RunAsync(HangfireStore.CreateAsync(server), count)),
        new("BullMQ", 1, ["node", "npm", "redis-server"], BullMq.RunAsync),
        new("graphile-worker", 1, ["node", "npm"], GraphileWorker.RunAsync),
    ];

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        if (server.Kind != StoreKind.Postgres)
            throw new RefusedException("peers: the peers keep their reminders in PostgreSQL. Use --store postgres.");

        var count = settings.Count ?? DefaultCount;
        await Spike.RunAsync(server, settings with { Count = count }, report);
        foreach (var peer in All)
        {
            if (peer.Missing() is { Count: > 0 } missing)
                await Console.Error.WriteLineAsync($"{peer.Name} is skipped: this machine lacks {string.Join(" and ", missing)}.");
            else
                await RunAsync(peer, server, Math.Max(count / peer.Fraction, Math.Min(count, LeastCount)), report);
        }
    }

    private static async Task RunAsync(Contender peer, StoreServer server, int count, Report report)
    {
        // A peer can lose a job. That is no fault of Nudge, so only the peer's figures are missing.
        if (await Progress.ShowAsync(peer.Name, 1, _ => LimitAsync(peer.RunAsync(server, count), PatienceFor(count))) is not { } outcome)
        {
            await Console.Error.WriteLineAsync($"{peer.Name} has no figure: it did not handle {count} reminders within {PatienceFor(count)}.");
            return;
        }

        Expect.Equal(count, outcome.Handled, $"reminders handled by {peer.Name}");
        Expect.Equal(0, outcome.Early, $"reminders handled early by {peer.Name}");
        Expect.Equal(0, outcome.Left, $"reminders left in {peer.Name}");

        report.Add($"{peer.Name}, register, one by one", outcome.OneByOne, "/s");
        if (outcome.Bulk is { } bulk)
            report.Add($"{peer.Name}, register, bulk", bulk, "/s");
        var register = $"{peer.Name}, register, at best";
        report.Add(register, Math.Max(outcome.OneByOne, outcome.Bulk ?? 0), "/s");

        report.Add($"{peer.Name}, spike", outcome.Spike, "/s");
        report.Compare($"register, streamed vs {peer.Name}", "register, streamed", register);
        report.Compare($"spike vs {peer.Name}", "spike", $"{peer.Name}, spike");
    }

    /// <returns>The outcome; null when the peer did not finish in time.</returns>
    private static async Task<Outcome?> LimitAsync(Task<Outcome> run, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource();
        if (await Task.WhenAny(run, Task.Delay(patience, limit.Token)) != run)
            return null;
        await limit.CancelAsync();
        return await run;
    }
}
