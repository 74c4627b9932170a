using System.Globalization;
using Nudge.Bench.Deployments;
using Nudge.V1;

namespace Nudge.Bench.Scenarios;

/// <summary>
/// A spike in one busy tenant, with the real bot and an emulated Teams that enforces its rate limits. Measures the delivery rate in the busy
/// tenant, the lateness in other tenants, and the time of the bot's answers to a person meanwhile.
/// </summary>
internal static class Pacing
{
    private const string BusyTenant = "busy";
    private const int DefaultCount = 45_000;
    private const int DefaultSeconds = 60;

    private const int OtherTenants = 100;
    private const int PeopleOfOthers = 20;
    private const int OthersPerSecond = 200;

    private const int WarmUps = 2_000;

    private static readonly TimeSpan BetweenTalks = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(StoreServer server, Settings settings, Report report)
    {
        var count = settings.Count ?? DefaultCount;
        var seconds = settings.Seconds ?? DefaultSeconds;
        await using var deployment = await TeamsDeployment.StartAsync(server);
        var (busy, others) = await PopulateAsync(deployment, count);
        await WarmUpAsync(deployment, busy, others);
        await deployment.ForgetMessagesAsync();

        // The registration ends before the first reminder is due.
        var due = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(5 + ((count + (seconds * OthersPerSecond)) / 5_000.0));
        await Registration.StreamAsync(deployment.Scheduler.Client, count, i => Request(busy[i], $"busy-{i}", due));
        await Registration.StreamAsync(
            deployment.Scheduler.Client,
            seconds * OthersPerSecond,
            i => Request(others[(int)(i * 7919L % others.Count)], $"other-{i}", due + TimeSpan.FromSeconds((double)i / OthersPerSecond)));
        var left = due - TimeProvider.System.GetUtcNow();
        if (left < TimeSpan.Zero)
            throw new InvalidOperationException($"registering took {-left} longer than planned, so the first reminder would be late");
        await Progress.WaitAsync("waiting for the instant", left);

        var talks = await TalkAsync(deployment, busy[0], due + TimeSpan.FromSeconds(seconds));
        var statistics = await deployment.StatisticsAsync();
        Evaluate(await deployment.MessagesAsync(), due, seconds, count, report);
        report.Add("answered 429", 100.0 * statistics.Throttled / statistics.Calls, "%");
        report.Add("answer to a person, median", Percentile(talks, 0.5), "ms");
        report.Add("answer to a person, most", Percentile(talks, 1), "ms");
        report.Add("scheduler's memory, most", deployment.Scheduler.Memory.Most / 1048576.0, "MB");
    }

    /// <summary>Delivers reminders to some people, so that the code is compiled and the connections are open.</summary>
    private static async Task WarmUpAsync(TeamsDeployment deployment, IReadOnlyList<TeamsConversation> busy, IReadOnlyList<TeamsConversation> others)
    {
        var people = busy.Take(WarmUps / 10).Concat(others.Take(WarmUps)).ToList();
        var now = TimeProvider.System.GetUtcNow();
        await Registration.StreamAsync(deployment.Scheduler.Client, people.Count, i => Request(people[i], $"warm-up-{i}", now));
        await Progress.ShowAsync("warming up", people.Count, async show =>
        {
            while (await deployment.StatisticsAsync() is { Accepted: var told } && told < people.Count)
            {
                show(told);
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        });
        await deployment.SayAsync(busy[0], "help");
    }

    private static async Task<(IReadOnlyList<TeamsConversation> Busy, IReadOnlyList<TeamsConversation> Others)> PopulateAsync(TeamsDeployment deployment, int count)
    {
        var others = new List<TeamsConversation>();
        IReadOnlyList<TeamsConversation> busy = [];
        await Progress.ShowAsync("introducing people to the bot", OtherTenants + 1, async show =>
        {
            busy = await deployment.AddPeopleAsync(BusyTenant, count);
            for (var tenant = 1; tenant <= OtherTenants; tenant++)
            {
                others.AddRange(await deployment.AddPeopleAsync($"tenant-{tenant}", PeopleOfOthers));
                show(tenant);
            }
        });
        return (busy, others);
    }

    /// <summary>Sends the bot a message from a person in the busy tenant every two seconds.</summary>
    /// <returns>The time of each answer, in milliseconds.</returns>
    private static async Task<List<double>> TalkAsync(TeamsDeployment deployment, TeamsConversation conversation, DateTimeOffset until)
    {
        var took = new List<double>();
        var start = TimeProvider.System.GetUtcNow();
        await Progress.ShowAsync("delivering", (until - start).TotalSeconds, async show =>
        {
            for (var next = start; next < until; next += BetweenTalks)
            {
                took.Add((await deployment.SayAsync(conversation, "help")).TotalMilliseconds);
                if (next + BetweenTalks - TimeProvider.System.GetUtcNow() is var pause && pause > TimeSpan.Zero)
                    await Task.Delay(pause);
                show((TimeProvider.System.GetUtcNow() - start).TotalSeconds);
            }
        });
        return took;
    }

    private static void Evaluate(IReadOnlyList<TeamsMessage> messages, DateTimeOffset due, int seconds, int count, Report report)
    {
        var told = messages.Select(Read).OfType<(string Name, DateTimeOffset Due, DateTimeOffset At)>().ToList();
        Expect.Equal(told.Count, told.Select(message => message.Name).Distinct().Count(), "different reminders among the messages");
        Expect.Equal(0, told.Count(message => message.At < message.Due), "early messages");

        var busy = told.Where(message => message.Name.StartsWith("busy", StringComparison.Ordinal) && message.At <= due + TimeSpan.FromSeconds(seconds))
            .Select(message => message.At).Order().ToList();
        report.Add("messages a second in the busy tenant", (busy.Count - 1) / (busy[^1] - busy[0]).TotalSeconds, "/s");
        report.Add("delivered in the busy tenant", 100.0 * busy.Count / count, "%");

        // Reminders that came due in the last second may still be in flight.
        var ended = due + TimeSpan.FromSeconds(seconds - 1);
        var late = told.Where(message => message.Name.StartsWith("other", StringComparison.Ordinal) && message.Due < ended)
            .Select(message => (message.At - message.Due).TotalMilliseconds).ToList();
        Expect.Equal((seconds - 1) * OthersPerSecond, late.Count, "messages in the other tenants");
        report.Add("lateness in the others, p50", Percentile(late, 0.5), "ms");
        report.Add("lateness in the others, p99", Percentile(late, 0.99), "ms");
        report.Add("lateness in the others, most", Percentile(late, 1), "ms");
    }

    private static CreateRequest Request(TeamsConversation conversation, string name, DateTimeOffset due) => new()
    {
        Reminder = new Reminder
        {
            Recipient = new Recipient { ConversationId = conversation.Id, UserId = conversation.UserId, TenantId = conversation.TenantId },
            Schedule = new Schedule { At = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(due) },
            // The text identifies the reminder when it arrives.
            Notification = new Notification { Text = string.Create(CultureInfo.InvariantCulture, $"{name} {due.UtcTicks}") },
        },
    };

    private static (string Name, DateTimeOffset Due, DateTimeOffset At)? Read(TeamsMessage message) => message.Text.Split(' ') is [var name, var ticks]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var due)
            ? (name, new DateTimeOffset(due, TimeSpan.Zero), message.At)
            : null;

    private static double Percentile(List<double> values, double share) => values.Order().ElementAt((int)Math.Ceiling(share * values.Count) - 1);
}
