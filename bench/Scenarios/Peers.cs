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

    /// <summary>The time limit of one contender in a run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

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
        var outcome = await Progress.ShowAsync(peer.Name, 1, _ => LimitAsync(peer, peer.RunAsync(server, count)));
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

    private static async Task<Outcome> LimitAsync(Contender peer, Task<Outcome> run)
    {
        using var patience = new CancellationTokenSource();
        if (await Task.WhenAny(run, Task.Delay(Patience, patience.Token)) != run)
            throw new InvalidOperationException($"{peer.Name} did not finish within {Patience}");
        await patience.CancelAsync();
        return await run;
    }
}
