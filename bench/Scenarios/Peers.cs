using Nudge.Bench.Deployments;
using Nudge.Bench.Peers;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// The same spike on Nudge and, in the same run, on those that it is compared with, each as its makers would set it up for speed. All but
/// BullMQ keep their reminders on the same PostgreSQL server; each handles them in its own process, where Nudge calls another one.
/// </summary>
internal static class Peers
{
    private const int DefaultCount = 200_000;
    private const int LeastCount = 500;

    /// <summary>For one contender's whole part of a run.</summary>
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
            throw new RefusedException("peers: they keep their reminders in PostgreSQL. --store postgres has them.");

        var count = settings.Count ?? DefaultCount;
        await Spike.RunAsync(server, settings with { Count = count }, report);
        foreach (var peer in All)
        {
            if (peer.Missing() is { Count: > 0 } missing)
                await Console.Error.WriteLineAsync($"{peer.Name} is left out: this machine lacks {string.Join(" and ", missing)}.");
            else
                await RunAsync(peer, server, Math.Max(count / peer.Fraction, Math.Min(count, LeastCount)), report);
        }
    }

    private static async Task RunAsync(Contender peer, StoreServer server, int count, Report report)
    {
        var outcome = await Progress.ShowAsync(peer.Name, 1, _ => LimitAsync(peer, peer.RunAsync(server, count)));
        Expect.Equal(count, outcome.Handled, $"handled by {peer.Name}");
        Expect.Equal(0, outcome.Early, $"handled early by {peer.Name}");
        Expect.Equal(0, outcome.Left, $"left with {peer.Name}");

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
            throw new InvalidOperationException($"{peer.Name} was not done within {Patience}");
        await patience.CancelAsync();
        return await run;
    }
}
