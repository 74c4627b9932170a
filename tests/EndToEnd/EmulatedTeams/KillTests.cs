using Grpc.Core;
using Nudge.TeamsEmulator.Conversations;
using Nudge.V1;

namespace Nudge.EndToEnd.EmulatedTeams;

/// <summary>
/// A minute of reminders in which the scheduler or the bot is killed every three seconds. Nothing is lost; somebody is told twice only where Teams
/// had accepted a message and the bot was killed before it could note so; and where the policy is to drop, nobody is, and only that is dropped
/// which the bot was sending when it was killed.
/// </summary>
public sealed class KillTests(EmulatedTeamsFixture fixture) : IClassFixture<EmulatedTeamsFixture>
{
    private const int Tenants = 10;
    private const int PeopleInATenant = 20;
    private const int PerSecond = 60;

    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(3);

    /// <summary>From Teams' accepting a message to the second mark in the receipt: its latency, and what the bot needs to be told and to write.</summary>
    private static readonly TimeSpan Unmarked = TimeSpan.FromMilliseconds(300);

    /// <summary>What a bot has sent when it is killed still arrives.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(100);

    /// <summary>A receipt whose sender died is in doubt for fifteen seconds, and what is tried again waits its turn.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task KilledEveryThreeSeconds_LosesNothing_AndTellsTwiceOnlyWhereNobodyCouldKnow()
    {
        var people = new List<Conversation>();
        for (var i = 0; i < Tenants * PeopleInATenant; i++)
            people.Add(await fixture.MeetAsync($"tenant-{i % Tenants}"));

        var start = TimeProvider.System.GetUtcNow().AddSeconds(5);
        var reminders = await CreateAsync((int)Duration.TotalSeconds * PerSecond, i => fixture.Request(
            people[i % people.Count], start + TimeSpan.FromSeconds((double)i / PerSecond), i % 2 == 0 ? AmbiguousPolicy.Retry : AmbiguousPolicy.Drop));
        await Task.Delay(start - TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

        await using var receipts = await Receipts.OpenAsync(await fixture.App.GetRedisAsync());
        var kills = await KillAsync(start + Duration, receipts);
        var settled = await SettledAsync(reminders);

        var told = fixture.Teams.Messages.Messages.ToLookup(message => message.Text);
        var lost = reminders.Where(reminder => settled[reminder.Id].State == ReminderState.Delivered && !told[reminder.Notification.Text].Any()).ToList();
        var twice = reminders.Where(reminder => told[reminder.Notification.Text].Count() > 1).ToList();
        var dropped = settled.Values.Where(reminder => reminder.State == ReminderState.Failed).ToList();
        var inDoubt = fixture.Teams.Messages.Messages.Count(message => kills.Any(kill => IsInDoubt(message.At, kill.At)));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{kills.Count} kills of the bot, which was sending {kills.SelectMany(kill => kill.Sending).Distinct().Count()} then; " +
            $"{dropped.Count} dropped, {dropped.Count(reminder => told[reminder.Notification.Text].Any())} of them told; {twice.Count} told twice, together at most {inDoubt} could be:");
        foreach (var reminder in twice)
            TestContext.Current.TestOutputHelper?.WriteLine($"{reminder.Notification.Text}: {string.Join(", ", told[reminder.Notification.Text].Select(message => message.At.ToString("mm:ss.fff")))}");

        Assert.Empty(lost);
        Assert.All(settled.Values, reminder => Assert.True(
            reminder.State == ReminderState.Delivered || (reminder.DeliveryPolicy.Ambiguous == AmbiguousPolicy.Drop && reminder.LastError.StartsWith("dropped: ", StringComparison.Ordinal)),
            $"{reminder.Notification.Text} is {reminder.State}: {reminder.LastError}"));
        Assert.All(twice, reminder =>
        {
            Assert.Equal(AmbiguousPolicy.Retry, reminder.DeliveryPolicy.Ambiguous);
            // Each telling but the last had been accepted shortly before a bot was killed that had not noted so.
            var times = told[reminder.Notification.Text].Select(message => message.At).Order().ToList();
            Assert.All(times.SkipLast(1), at => Assert.Contains(kills, kill => IsInDoubt(at, kill.At) && kill.Sending.Contains(reminder.Id)));
        });
        // What the bot was about to send may have been on its way, or not yet.
        Assert.All(dropped, reminder => Assert.Contains(kills, kill => kill.Sending.Contains(reminder.Id)));
        Assert.All(dropped, reminder => Assert.All(told[reminder.Notification.Text], message => Assert.Contains(kills, kill => IsInDoubt(message.At, kill.At))));
        Assert.InRange(twice.Count + dropped.Count, 0, inDoubt);
        Assert.NotEmpty(kills);
    }

    /// <summary>Whether Teams accepted a message so close to a kill that the bot may not have noted it.</summary>
    private static bool IsInDoubt(DateTimeOffset accepted, DateTimeOffset kill) => accepted > kill - Unmarked && accepted <= kill + OnItsWay;

    /// <summary>Kills one, then the other, and so on.</summary>
    /// <returns>The kills of the bot.</returns>
    private async Task<IReadOnlyList<Kill>> KillAsync(DateTimeOffset until, Receipts receipts)
    {
        var kills = new List<Kill>();
        var isBot = false;
        for (var next = TimeProvider.System.GetUtcNow() + BetweenKills; next < until; next += BetweenKills)
        {
            var wait = next - TimeProvider.System.GetUtcNow();
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, TestContext.Current.CancellationToken);

            isBot = !isBot;
            var killing = fixture.App.KillAsync(isBot ? "bot" : "scheduler");
            var at = TimeProvider.System.GetUtcNow();
            await killing;
            // Not before: Redis reads what the bot had sent to it a moment after the kill. What was set before the last kill is another process's.
            if (isBot)
                kills.Add(new Kill(at, await receipts.FindSendingAsync(kills.LastOrDefault()?.At ?? DateTimeOffset.MinValue, at)));
        }

        return kills;
    }

    private async Task<IReadOnlyList<Reminder>> CreateAsync(int count, Func<int, CreateRequest> request)
    {
        using var stream = fixture.Scheduler.CreateStream();
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
                await stream.RequestStream.WriteAsync(request(i));
            await stream.RequestStream.CompleteAsync();
        });
        var made = new List<Reminder>();
        await foreach (var answer in stream.ResponseStream.ReadAllAsync())
        {
            Assert.Null(answer.Error);
            made.Add(answer.Created.Reminder);
        }

        await sending;
        return made;
    }

    /// <summary>Waits until each is over.</summary>
    private async Task<IReadOnlyDictionary<string, Reminder>> SettledAsync(IReadOnlyList<Reminder> reminders)
    {
        var settled = new Dictionary<string, Reminder>();
        foreach (var reminder in reminders)
            settled[reminder.Id] = await Eventually.GetAsync($"end of {reminder.Notification.Text}", () => FindSettledAsync(reminder.Id), Patience);
        return settled;
    }

    private async Task<Reminder?> FindSettledAsync(string id)
    {
        try
        {
            var reminder = await fixture.Scheduler.GetAsync(new GetRequest { Id = id });
            return reminder.State is ReminderState.Scheduled or ReminderState.Paused ? null : reminder;
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.Unavailable)
        {
            // It is starting again.
            return null;
        }
    }

    /// <summary>When the bot was killed, and the reminders that it was about to send then, or had sent without noting so.</summary>
    private sealed record Kill(DateTimeOffset At, IReadOnlySet<string> Sending);
}
