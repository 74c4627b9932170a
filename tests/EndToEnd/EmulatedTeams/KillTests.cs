using System.Globalization;
using Grpc.Core;
using Nudge.TeamsEmulator.Conversations;
using Nudge.V1;

namespace Nudge.EndToEnd.EmulatedTeams;

/// <summary>
/// Kills the scheduler or the bot every three seconds under a steady load of reminders. No reminder is lost. A message is repeated only after a kill of
/// the bot between the two marks of the receipt. With the drop policy no message is repeated.
/// </summary>
[Collection(InOneTeams.Name)]
public sealed class KillTests(EmulatedTeamsFixture fixture)
{
    private const int Tenants = 10;
    private const int PeopleInATenant = 20;
    private const int PerSecond = 60;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30) * Scale.Factor;
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(3);

    /// <summary>A receipt whose sender died is in doubt for 15 seconds, and its retry is queued.</summary>
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Deliver_KillsEveryThreeSeconds_LosesNothingAndRepeatsOnlyDoubtfulDeliveries()
    {
        var people = new List<Conversation>();
        for (var i = 0; i < Tenants * PeopleInATenant; i++)
            people.Add(await fixture.MeetAsync($"tenant-{i % Tenants}"));

        var start = TimeProvider.System.GetUtcNow().AddSeconds(5);
        var reminders = await CreateAsync((int)Duration.TotalSeconds * PerSecond, i => fixture.Request(
            people[i % people.Count], start + TimeSpan.FromSeconds((double)i / PerSecond), i % 2 == 0 ? AmbiguousPolicy.Retry : AmbiguousPolicy.Drop));
        // The kills begin with the first due reminder. The services run in real time.
        await Task.Delay(start - TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

        await using var receipts = await Receipts.OpenAsync(await fixture.App.GetRedisAsync());
        var kills = await KillAsync(start + Duration, receipts);
        var settled = await SettledAsync(reminders);

        var told = fixture.Teams.Messages.Messages.ToLookup(message => message.Text);
        var lost = reminders.Where(reminder => settled[reminder.Id].State == ReminderState.Delivered && !told[reminder.Notification.Text].Any()).ToList();
        var twice = reminders.Where(reminder => told[reminder.Notification.Text].Count() > 1).ToList();
        var dropped = settled.Values.Where(reminder => reminder.State == ReminderState.Failed).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{kills.Count} kills of the bot with {kills.Sum(kill => kill.Sending.Count)} receipts between their marks; {dropped.Count} dropped, {twice.Count} delivered twice");

        Assert.Empty(lost);
        Assert.All(settled.Values, reminder => Assert.True(
            reminder.State == ReminderState.Delivered || (reminder.DeliveryPolicy.Ambiguous == AmbiguousPolicy.Drop && reminder.LastError.StartsWith("dropped: ", StringComparison.Ordinal)),
            $"{reminder.Notification.Text} is {reminder.State}: {reminder.LastError}"));
        Assert.All(twice, reminder =>
        {
            Assert.Equal(AmbiguousPolicy.Retry, reminder.DeliveryPolicy.Ambiguous);
            // Before each repeated message, another kill left the receipt between its two marks.
            var times = told[reminder.Notification.Text].Select(message => message.At).Order().ToList();
            Assert.All(times.Skip(1).Index(), telling => Assert.True(
                kills.Count(kill => kill.At < telling.Item && kill.Sending.Contains(reminder.Id)) > telling.Index,
                $"{reminder.Notification.Text} was delivered at {string.Join(", ", times.Select(time => time.ToString("mm:ss.fff", CultureInfo.InvariantCulture)))} without enough kills between its marks"));
        });
        Assert.All(dropped, reminder => Assert.Contains(kills, kill => kill.Sending.Contains(reminder.Id)));
        Assert.NotEmpty(kills.SelectMany(kill => kill.Sending));
    }

    /// <summary>Kills the bot and the scheduler in turn.</summary>
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
            // Redis reads the bot's last commands a moment after the kill. A mark from before the previous kill belongs to an earlier process.
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

    /// <summary>Waits until each reminder is settled.</summary>
    private async Task<IReadOnlyDictionary<string, Reminder>> SettledAsync(IReadOnlyList<Reminder> reminders)
    {
        var settled = new Dictionary<string, Reminder>();
        foreach (var reminder in reminders)
            settled[reminder.Id] = await Eventually.GetAsync($"end of {reminder.Notification.Text}", () => FindSettledAsync(reminder.Id), SettleTimeout);
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
            // The scheduler is restarting.
            return null;
        }
    }

    /// <summary>The instant of a kill of the bot, and the reminders whose receipts had the first mark but not the second.</summary>
    private sealed record Kill(DateTimeOffset At, IReadOnlySet<string> Sending);
}
