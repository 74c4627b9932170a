using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Nudge.Bench.Deployments;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// Everything at once: callers register reminders at full speed. Each reminder is due one to three seconds later, and every tenth is cancelled
/// before. The run ends after a time, not after a count.
/// </summary>
internal static class Mixed
{
    private const int DefaultSeconds = 20;

    /// <summary>The time after which reminders come due at the rate of the registration.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        await using var deployment = await Deployment.StartAsync(server);
        await Registration.WarmUpAsync(deployment, Math.Min(settings.Count ?? 20_000, 20_000));

        var cancellers = new Cancellers(deployment.Client);
        var registered = 0;
        using var stop = new CancellationTokenSource();
        var registering = Registration.StreamAsync(deployment.Client, int.MaxValue, i => Registration.Request(i, Due(i)), NoteAsync, stop.Token);
        await Progress.WaitAsync("registering until as many come due", Lead);
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
        report.Add("cancelled when already due", cancellers.Unsure + cancellers.Late, "");
        var statistics = await deployment.Bot.AskAsync();
        report.AddLateness(statistics, "");
        Expect.Equal(0, statistics.Early, "early deliveries");
        // A reminder that was already due when it was cancelled may have been delivered. No other cancelled reminder was.
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

    /// <summary>Returns a due time 1 to 3 seconds ahead. Any 2,000 consecutive reminders are spread evenly over two seconds.</summary>
    private static DateTimeOffset Due(int i) => TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(1000 + (i % 2000));

    /// <summary>Waits until no reminder is live that is due within an hour, which is all of them.</summary>
    private static Task NoneLeftAsync(Deployment deployment) => Progress.ShowAsync("delivering the rest", 1, async _ =>
    {
        var inAnHour = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddHours(1));
        var one = new ListRequest { Filter = new ReminderFilter { DueBefore = inAnHour }, PageSize = 1 };
        while ((await deployment.Client.ListAsync(one)).Reminders.Count > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(200));
    });
}
