using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Nudge.Bench.Deployments;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// Everything at once: reminders are registered as fast as it goes, each is due one to three seconds later, and every tenth is cancelled
/// before. It goes by time alone.
/// </summary>
internal static class Mixed
{
    private const int DefaultSeconds = 20;

    /// <summary>From here on as much is due as was registered a little before.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        await using var deployment = await Deployment.StartAsync(server);
        await Registration.WarmUpAsync(deployment, Math.Min(settings.Count ?? 20_000, 20_000));

        var cancellers = new Cancellers(deployment.Client);
        var registered = 0;
        using var stop = new CancellationTokenSource();
        var registering = Registration.StreamAsync(deployment.Client, int.MaxValue, i => Registration.Request(i, Due(i)), NoteAsync, stop.Token);
        await Progress.WaitAsync("registering until as much is due", Lead);
        var before = await CountAsync();
        var started = Stopwatch.GetTimestamp();
        await Progress.WaitAsync("registering, firing and cancelling", TimeSpan.FromSeconds(settings.Seconds ?? DefaultSeconds));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var after = await CountAsync();
        await stop.CancelAsync();
        await registering;
        await cancellers.CompleteAsync();
        await NoneLeftAsync(deployment);

        report.Add("registered", (after.Registered - before.Registered) / elapsed, "/s");
        report.Add("fired", (after.Fired - before.Fired) / elapsed, "/s");
        report.Add("cancelled", (after.Cancelled - before.Cancelled) / elapsed, "/s");
        report.Add("cancelled when it was due already", cancellers.Unsure + cancellers.Late, "");
        var statistics = await deployment.Bot.AskAsync();
        report.AddLateness(statistics, "");
        Expect.Equal(0, statistics.Early, "early deliveries");
        // Of those that were due already when they were cancelled each was delivered or not; of the others none was.
        var most = registered - cancellers.Cancelled;
        Expect.Within(most - cancellers.Unsure, most, statistics.Count, "deliveries");

        async ValueTask NoteAsync(Reminder reminder)
        {
            if (Interlocked.Increment(ref registered) % 10 == 0)
                await cancellers.AddAsync(reminder.Id);
        }

        async Task<(int Registered, long Fired, int Cancelled)> CountAsync() =>
            (Volatile.Read(ref registered), (await deployment.Bot.AskAsync()).Count, cancellers.Cancelled);
    }

    /// <summary>Those of any two seconds are spread evenly.</summary>
    private static DateTimeOffset Due(int i) => TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(1000 + (i % 2000));

    /// <summary>Waits until nothing is live that was due by then.</summary>
    private static Task NoneLeftAsync(Deployment deployment) => Progress.ShowAsync("delivering the rest", 1, async _ =>
    {
        var inAnHour = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddHours(1));
        var one = new ListRequest { Filter = new ReminderFilter { DueBefore = inAnHour }, PageSize = 1 };
        while ((await deployment.Client.ListAsync(one)).Reminders.Count > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(200));
    });
}
