using Nudge.EndToEnd.Host;
using Nudge.EndToEnd.Teams;
using Nudge.V1;

namespace Nudge.EndToEnd;

/// <summary>Tests the cards of a confirmation, of the list and of a change in a personal chat.</summary>
public sealed class CardTests(EmbeddedNudge nudge) : ChatTests(nudge), IClassFixture<EmbeddedNudge>
{
    [Fact]
    public async Task Confirmation_UndoneTwice_CancelsOnce()
    {
        var confirmation = await AskAsync("remind me in 1 hour to buy milk", "buy milk");

        var shown = await Playground.ClickAsync(confirmation, "Undo");
        var again = await Playground.ClickAsync(confirmation, "Undo");

        Assert.Equal("Cancelled: buy milk", PlaygroundMessage.TextOf(shown));
        Assert.Equal("Cancelled: buy milk", PlaygroundMessage.TextOf(again));
        await Playground.UntilUpdatedAsync(confirmation, "Cancelled: buy milk");
        Assert.Empty(await FindAsync("buy milk"));
    }

    [Fact]
    public async Task Confirmation_UndoneInAnOlderClient_IsReplaced()
    {
        var confirmation = await AskAsync("remind me in 1 hour to buy bread", "buy bread");

        await Playground.SubmitAsync(confirmation, "Undo");

        await Playground.UntilUpdatedAsync(confirmation, "Cancelled: buy bread");
        Assert.Empty(await FindAsync("buy bread"));
    }

    [Fact]
    public async Task Form_OfASeries_KeepsItsTimeAndZone()
    {
        var confirmation = await AskAsync("remind me every friday at 16:30 to meet", "meet");
        var before = Assert.Single(await FindAsync("meet")).Schedule.Recurrence;

        var shown = await Playground.ClickAsync(confirmation, "Save", inputs: new() { ["text"] = "meet the team", ["when"] = "every monday" });

        Assert.StartsWith($"I'll remind you every Monday at 16:30 ({before.TimeZone}): meet the team", PlaygroundMessage.TextOf(shown), StringComparison.Ordinal);
        var after = Assert.Single(await FindAsync("meet the team"));
        Assert.Equal(("FREQ=WEEKLY;BYDAY=MO", before.TimeZone), (after.Schedule.Recurrence.Rule, after.Schedule.Recurrence.TimeZone));
        await Scheduler.CancelAsync(new CancelRequest { Id = after.Id });
    }

    [Fact]
    public async Task Due_OfACancelledSeries_CanStillBeSnoozedOrDone()
    {
        var confirmation = await AskAsync("remind me every day at 9 to feed the cat", "feed the cat");
        var due = await DeliverAsync(Assert.Single(await FindAsync("feed the cat")));
        await Playground.ClickAsync(confirmation, "Undo");
        Assert.Empty(await FindAsync("feed the cat"));

        var snoozed = await Playground.ClickAsync(due, "20 minutes");

        Assert.StartsWith("feed the cat\nSnoozed until ", PlaygroundMessage.TextOf(snoozed), StringComparison.Ordinal);
        Assert.Equal("feed the cat\nDone", PlaygroundMessage.TextOf(await Playground.ClickAsync(due, "Done")));
        Assert.DoesNotContain("rule", Assert.Single(await FindAsync("feed the cat")).Labels.Keys);
        await Scheduler.CancelAsync(new CancelRequest { Id = Assert.Single(await FindAsync("feed the cat")).Id });
    }

    [Fact]
    public async Task List_OfSixReminders_HasPagesAndButtons()
    {
        for (var hours = 1; hours <= 6; hours++)
            await AskAsync($"remind me in {hours} hours to task {hours}", $"task {hours}");
        var list = await SayAsync("list", text => text.StartsWith("1. task 1\n", StringComparison.Ordinal));

        var later = await Playground.ClickAsync(list, "Later");
        Assert.StartsWith("6. task 6\n", PlaygroundMessage.TextOf(later), StringComparison.Ordinal);
        var paused = await Playground.ClickAsync(list, "Pause", card: later);
        Assert.EndsWith(", paused", PlaygroundMessage.TextOf(paused), StringComparison.Ordinal);
        await Playground.ClickAsync(list, "Resume", card: paused);
        var first = await Playground.ClickAsync(list, "Sooner", card: later);
        for (var i = 1; i <= 6; i++)
            first = await Playground.ClickAsync(list, "Cancel", card: first);

        Assert.Equal("You have no reminders.", PlaygroundMessage.TextOf(first));
        await Playground.UntilUpdatedAsync(list, "You have no reminders.");
    }

    [Fact]
    public async Task Due_AfterARestartOfEverything_HasItsButtons()
    {
        var since = Playground.Mark;
        await AskAsync("remind me in 5 seconds to check the oven", "check the oven");

        await App.KillAsync("scheduler", "bot");

        var due = await Playground.UntilAsync("check the oven", since);
        Assert.Equal("check the oven\nDone", PlaygroundMessage.TextOf(await Playground.ClickAsync(due, "Done")));
        await FenceAsync();
        Assert.Single(Playground.TextsSince(since), "check the oven");
    }
}
