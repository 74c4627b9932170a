using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Nudge.Bench.Deployments;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// A thousand callers preview the most expensive rules that the scheduler accepts, while a thousand reminders come due every second. Measures the
/// lateness of the reminders, and the latency of other calls and of /health. A refused caller waits for a second, as the refusal asks.
/// </summary>
internal static class Previews
{
    private const int Callers = 1000;
    private const int DefaultSeconds = 10;

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        var (seconds, callers) = (settings.Seconds ?? DefaultSeconds, settings.Count ?? Callers);
        await using var deployment = await Deployment.StartAsync(server);
        await Punctual.RunAsync(deployment, seconds, ", quiet", report);

        using var stop = new CancellationTokenSource();
        using var http = new HttpClient();
        var id = (await deployment.Client.CreateAsync(Registration.Request(0, TimeProvider.System.GetUtcNow().AddDays(1)), cancellationToken: CancellationToken.None)).Reminder.Id;
        var (answered, refused) = (new ConcurrentBag<TimeSpan>(), new ConcurrentBag<TimeSpan>());
        var load = Enumerable.Range(0, callers).Select(caller => PreviewAsync(deployment.Client, caller, answered, refused, stop.Token)).ToList();
        var others = TimesAsync(() => deployment.Client.GetAsync(new GetRequest { Id = id }).ResponseAsync, stop.Token);
        var health = TimesAsync(() => http.GetStringAsync(deployment.Schedulers[0].Health, CancellationToken.None), stop.Token);
        await Punctual.RunAsync(deployment, seconds, ", beside previews", report);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        Add("another caller's Get", await others);
        Add("/health", await health);
        Add("a preview", [.. answered]);
        Add("a refusal", [.. refused]);

        void Add(string what, List<TimeSpan> times)
        {
            times.Sort();
            report.Add($"{what}: count", times.Count, "");
            if (times.Count > 0)
            {
                report.Add($"{what}: p99", times[(int)(times.Count * 0.99)].TotalMilliseconds, "ms");
                report.Add($"{what}: longest", times[^1].TotalMilliseconds, "ms");
            }
        }
    }

    /// <summary>
    /// Previews expensive rules. The scheduler counts a rule with a COUNT from its start and remembers its progress, so each turn has another start.
    /// </summary>
    private static async Task PreviewAsync(
        ReminderScheduler.ReminderSchedulerClient client, int caller, ConcurrentBag<TimeSpan> answered, ConcurrentBag<TimeSpan> refused, CancellationToken stop)
    {
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            var start = new DateTime(1760, 1, 1).AddMinutes(caller + 1000 * turn);
            var rule = turn % 2 == 0 ? "FREQ=DAILY;COUNT=100000" : "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO";
            var schedule = new Schedule { Recurrence = new RecurrenceSchedule { Rule = rule, Start = $"{start:s}", TimeZone = "Europe/Berlin" } };
            var asked = Stopwatch.GetTimestamp();
            try
            {
                await client.PreviewScheduleAsync(new PreviewScheduleRequest { Schedule = schedule }, cancellationToken: CancellationToken.None);
                answered.Add(Stopwatch.GetElapsedTime(asked));
            }
            catch (RpcException busy) when (busy.StatusCode == StatusCode.ResourceExhausted)
            {
                refused.Add(Stopwatch.GetElapsedTime(asked));
                await Task.Delay(TimeSpan.FromSeconds(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task<List<TimeSpan>> TimesAsync(Func<Task> ask, CancellationToken stop)
    {
        var times = new List<TimeSpan>();
        while (!stop.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            await ask();
            times.Add(Stopwatch.GetElapsedTime(asked));
            await Task.Delay(TimeSpan.FromMilliseconds(10), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return times;
    }
}
