using Nudge.Bench.Deployments;
using Nudge.Servers;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// Measures what authentication costs a registration: a scheduler that takes anonymous calls and one that requires an API key take turns, each on its
/// own database of one server.
/// </summary>
internal static class Authentication
{
    private const int DefaultCount = 100_000;
    private const int Callers = 64;
    private const int Turns = 4;

    private const string Anonymous = ", anonymous";
    private const string WithKey = ", with a key";

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        var share = (settings.Count ?? DefaultCount) / Turns;
        var key = ApiClient.New("own", "read", "write");
        await using var open = await Deployment.StartAsync(server);
        await using var closed = await Deployment.StartAsync(server, settings: key.Settings.ToDictionary(), besideOthers: true, client: key);
        await Registration.WarmUpAsync(open, share);
        await Registration.WarmUpAsync(closed, share);

        var (anonymous, withKey) = (new Times(), new Times());
        for (var turn = 0; turn < Turns; turn++)
        {
            // The order changes, so that neither one always runs on what the other has left to do for the disk.
            if (turn % 2 == 0)
                await anonymous.AddAsync(open.Client, share);
            await withKey.AddAsync(closed.Client, share);
            if (turn % 2 == 1)
                await anonymous.AddAsync(open.Client, share);
        }

        Add(report, $"Create, {Callers} callers", share * Turns, anonymous.Unary, withKey.Unary);
        Add(report, "CreateStream", share * Turns, anonymous.Stream, withKey.Stream);
    }

    private static void Add(Report report, string figure, int count, TimeSpan anonymous, TimeSpan withKey)
    {
        report.Add(figure + Anonymous, count / anonymous.TotalSeconds, "/s");
        report.Add(figure + WithKey, count / withKey.TotalSeconds, "/s");
        report.Compare($"{figure}{WithKey} / anonymous", figure + WithKey, figure + Anonymous);
    }

    /// <summary>The time that the registrations of one scheduler took.</summary>
    private sealed class Times
    {
        public TimeSpan Unary { get; private set; }

        public TimeSpan Stream { get; private set; }

        public async Task AddAsync(ReminderScheduler.ReminderSchedulerClient client, int count)
        {
            var inAnHour = TimeProvider.System.GetUtcNow().AddHours(1);
            Unary += (await Registration.UnaryAsync(client, count, Callers, _ => inAnHour)).Elapsed;
            Stream += await Registration.StreamAsync(client, count, _ => inAnHour);
        }
    }
}
