using Nudge.EndToEnd.Host;
using Nudge.EndToEnd.Teams;
using Nudge.V1;

namespace Nudge.EndToEnd;

/// <summary>Tests the buttons of a reminder that has come.</summary>
public sealed class SnoozeTests(EmbeddedNudge nudge) : ChatTests(nudge), IClassFixture<EmbeddedNudge>
{
    [Theory]
    [InlineData("20 minutes")]
    [InlineData("1 hour")]
    [InlineData("3 hours")]
    [InlineData("Tomorrow morning")]
    [InlineData("In a week")]
    [InlineData("At this time")]
    public async Task Due_SnoozedTwice_ComesOnceMore(string button)
    {
        var text = $"look up {button.Length}";
        var due = await TellAsync(text);
        var inputs = new Dictionary<string, string> { ["date"] = $"{TimeProvider.System.GetUtcNow().AddDays(30):yyyy-MM-dd}", ["time"] = "10:30" };

        var shown = await Playground.ClickAsync(due, button, inputs: inputs);
        var again = await Playground.ClickAsync(due, button, inputs: inputs);

        Assert.StartsWith($"{text}\nSnoozed until ", PlaygroundMessage.TextOf(shown), StringComparison.Ordinal);
        Assert.Equal(PlaygroundMessage.TextOf(shown), PlaygroundMessage.TextOf(again));
        await Playground.UntilUpdatedAsync(due, PlaygroundMessage.TextOf(shown));
        var second = await DeliverAsync(Assert.Single(await FindAsync(text)));
        Assert.Equal($"{text}\nDone", PlaygroundMessage.TextOf(await Playground.ClickAsync(second, "Done")));
        Assert.Empty(await FindAsync(text));
    }

    [Fact]
    public async Task Series_SnoozedTwice_TellsEachSnoozeOnceAndGoesOn()
    {
        await AskAsync("remind me every day at 9 to water the plants", "water the plants");
        var series = Assert.Single(await FindAsync("water the plants"));
        var since = Playground.Mark;

        var first = await DeliverAsync(series);
        await Playground.ClickAsync(first, "20 minutes");
        await Playground.ClickAsync(first, "3 hours");
        var snoozed = await DeliverAsync((await FindAsync("water the plants")).Single(reminder => reminder.Id != series.Id));
        await Playground.ClickAsync(snoozed, "1 hour");
        await DeliverAsync((await FindAsync("water the plants")).Single(reminder => reminder.Id != series.Id));
        var second = await DeliverAsync(series);
        await Playground.ClickAsync(second, "20 minutes");

        await FenceAsync();
        Assert.Equal(4, Playground.TextsSince(since).Count(text => text == "water the plants"));
        var left = await FindAsync("water the plants");
        Assert.Equal("FREQ=DAILY", left.Single(reminder => reminder.Id == series.Id).Schedule.Recurrence.Rule);
        Assert.Equal(2, left.Count);
        foreach (var reminder in left)
            await Scheduler.CancelAsync(new CancelRequest { Id = reminder.Id });
    }
}
