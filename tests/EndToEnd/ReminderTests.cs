using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Nudge.EndToEnd.Host;
using Nudge.EndToEnd.Teams;
using Nudge.V1;

namespace Nudge.EndToEnd;

/// <summary>Tests reminders that people type and reminders that other programs register.</summary>
public sealed partial class ReminderTests(EmbeddedNudge nudge) : NudgeTests(nudge), IClassFixture<EmbeddedNudge>
{
    [Fact]
    public async Task Create_ForAKnownUser_Arrives()
    {
        await SayHelloAsync();
        var since = Playground.Mark;

        var id = await CreateAsync(Playground.UserId, "the kettle is on");
        await Playground.UntilAsync("the kettle is on", since);

        await Eventually.HoldsAsync("delivered reminder", async () =>
            await Scheduler.GetAsync(new GetRequest { Id = id }) is { State: ReminderState.Delivered, MessageId: not "" });
        await FenceAsync();
        Assert.Single(Playground.TextsSince(since), "the kettle is on");
    }

    [Fact]
    public async Task Create_ForAnUnknownUser_PausesWithAReasonAndSendsNothing()
    {
        await SayHelloAsync();
        var since = Playground.Mark;

        var id = await CreateAsync($"{Guid.NewGuid()}", "this text must not arrive");
        var paused = await Eventually.GetAsync("paused reminder", async () =>
            await Scheduler.GetAsync(new GetRequest { Id = id }) is { State: ReminderState.Paused } reminder ? reminder : null);

        Assert.Equal([PauseCause.Recipient], paused.PauseCauses);
        Assert.NotEmpty(paused.LastError);
        await FenceAsync();
        Assert.DoesNotContain("this text must not arrive", Playground.TextsSince(since));
    }

    [Fact]
    public async Task Typed_OneOfTwoIsCancelled_OnlyTheOtherArrives()
    {
        await SayHelloAsync();
        var since = Playground.Mark;

        await Playground.SayAsync("remind me in 1 hour to water the plants");
        await Playground.UntilAsync("confirmation", text => text.EndsWith(": water the plants", StringComparison.Ordinal), since);
        await Playground.SayAsync("remind me in 2 hours to call the bank");
        await Playground.UntilAsync("confirmation", text => text.EndsWith(": call the bank", StringComparison.Ordinal), since);
        var (plants, bank) = (await FindAsync("water the plants"), await FindAsync("call the bank"));
        await Playground.SayAsync("list");
        var list = await Playground.UntilAsync("list", text => text.StartsWith("1. ", StringComparison.Ordinal), since);
        await Playground.SayAsync("cancel 2");
        await Playground.UntilAsync("Cancelled: call the bank", since);

        Assert.Matches(Listed(), list.Text);
        Assert.Equal(ReminderState.Cancelled, (await Scheduler.GetAsync(new GetRequest { Id = bank.Id })).State);
        await Scheduler.DeliverNowAsync(new DeliverNowRequest { Id = plants.Id });
        await Playground.UntilAsync("water the plants", since);
        await FenceAsync();
        Assert.Single(Playground.TextsSince(since), "water the plants");
        Assert.DoesNotContain("call the bank", Playground.TextsSince(since));
    }

    [Fact]
    public async Task Typed_Series_ShowsThreeInstantsAndIsDelivered()
    {
        await SayHelloAsync();
        var since = Playground.Mark;

        await Playground.SayAsync("remind me every weekday at 8:45 to post the stand-up");
        var confirmation = await Playground.UntilAsync("confirmation", text => text.StartsWith("I'll remind you every weekday at 08:45 (", StringComparison.Ordinal), since);
        var series = await FindAsync("post the stand-up");
        await Scheduler.DeliverNowAsync(new DeliverNowRequest { Id = series.Id });
        await Playground.UntilAsync("post the stand-up", since);

        Assert.Equal(3, confirmation.Text.Split("Next: ")[1].Split("; ").Count(instant => instant.Contains(" at 08:45 (", StringComparison.Ordinal)));
        Assert.Equal("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", series.Schedule.Recurrence.Rule);
        await Scheduler.CancelAsync(new CancelRequest { Id = series.Id });
    }

    /// <summary>The rules that the bot's grammar makes, from the table of its tests.</summary>
    [Fact]
    public async Task Series_OfEachUtterance_IsAcceptedByTheScheduler()
    {
        var series = Series().Matches(Repository.Read("tests/BotService.Tests/Words/utterances.tsv")).Select(match => (Rule: match.Groups["rule"].Value, Start: match.Groups["start"].Value)).Distinct().ToList();

        Assert.NotEmpty(series);
        foreach (var (rule, start) in series)
        {
            var schedule = new Schedule { Recurrence = new RecurrenceSchedule { Rule = rule, Start = $"{start}:00", TimeZone = "Europe/Berlin" } };
            var before = DateTimeOffset.Parse($"{start}:00Z", CultureInfo.InvariantCulture).AddDays(-1);
            var preview = await Scheduler.PreviewScheduleAsync(new PreviewScheduleRequest { Schedule = schedule, Count = 1, After = Timestamp.FromDateTimeOffset(before) });
            Assert.Single(preview.Instants);
        }
    }

    private async Task<Reminder> FindAsync(string text) =>
        (await Scheduler.ListAsync(new ListRequest { Filter = new ReminderFilter { Recipient = new Recipient { UserId = Playground.UserId } } })).Reminders
        .Single(reminder => reminder.Notification.Text == text);

    private async Task<string> CreateAsync(string userId, string text)
    {
        var reminder = new Reminder
        {
            Recipient = new Recipient { UserId = userId },
            Schedule = new Schedule { Delay = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) },
            Notification = new Notification { Text = text },
        };
        return (await Scheduler.CreateAsync(new CreateRequest { Reminder = reminder })).Reminder.Id;
    }

    [GeneratedRegex(@"^1\. water the plants\n.+, in 59 minutes.*\n2\. call the bank\n.+, in 1 hour 59 minutes$")]
    private static partial Regex Listed();

    [GeneratedRegex(@"series (?<rule>\S+) from (?<start>\S+)")]
    private static partial Regex Series();
}
