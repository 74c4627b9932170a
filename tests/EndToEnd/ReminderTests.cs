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

    [GeneratedRegex(@"^1\. water the plants \(in .+\)\s+2\. call the bank \(in .+\)$")]
    private static partial Regex Listed();
}
