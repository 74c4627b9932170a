using System.Text.Json.Nodes;
using Nudge.Client;
using Nudge.V1;

namespace Nudge.BotService.Tests.Commands;

/// <summary>Tests of the card that shows a person's reminders.</summary>
public sealed class ListCardTests(LocalRedisProcess redis) : CardTest(redis)
{
    [Fact]
    public async Task List_OfOne_HasARowWithButtons()
    {
        var card = await ShowAsync(1);

        Assert.Equal(["1. task 1"], LinesOf(card));
        Assert.Matches(@"^\w+, \w+ \d+, \d{4} at \d\d:\d\d(:\d\d)? \(UTC\), in 1 hour$", (string)card["body"]![0]!["items"]![1]!["inlines"]![0]!["text"]!);
        Assert.Equal(["Edit", "Pause", "Cancel"], TitlesOf(card));
    }

    [Fact]
    public async Task List_OfTwelve_HasThreePages()
    {
        var first = await ShowAsync(12);
        var second = await ClickAsync(Button(first, "Later"));
        var third = await ClickAsync(Button(second, "Later"));
        var back = await ClickAsync(Button(third, "Sooner"));

        Assert.Equal(["1. task 1", "2. task 2", "3. task 3", "4. task 4", "5. task 5"], LinesOf(first));
        Assert.Equal("6. task 6", LinesOf(second)[0]);
        Assert.Equal(["11. task 11", "12. task 12"], LinesOf(third));
        Assert.Equal(LinesOf(second), LinesOf(back));
        Assert.DoesNotContain("Sooner", TitlesOf(first));
        Assert.DoesNotContain("Later", TitlesOf(third));
    }

    [Fact]
    public async Task Cancel_OnARow_ShowsTheListWithoutIt()
    {
        var card = await ShowAsync(2);
        var cancel = Button(card, "Cancel");

        Assert.Equal(["1. task 2"], LinesOf(await ClickAsync(cancel)));
        Assert.Equal(["1. task 2"], LinesOf(await ClickAsync(cancel)));
        Assert.Equal([ReminderState.Cancelled, ReminderState.Scheduled], Bot.Scheduler.Reminders.Select(reminder => reminder.State));
    }

    [Fact]
    public async Task Cancel_ReminderThatCameMeanwhile_ShowsTheListWithoutIt()
    {
        var card = await ShowAsync(2);
        Bot.Scheduler.Reminders.First().State = ReminderState.Delivered;

        Assert.Equal(["1. task 2"], LinesOf(await ClickAsync(Button(card, "Cancel"))));
    }

    [Fact]
    public async Task PauseAndResume_OnARow_ChangeTheButton()
    {
        var paused = await ClickAsync(Button(await ShowAsync(1), "Pause"));
        Assert.Equal(ReminderState.Paused, Assert.Single(Bot.Scheduler.Reminders).State);
        var resumed = await ClickAsync(Button(paused, "Resume"));

        Assert.Equal(ReminderState.Scheduled, Assert.Single(Bot.Scheduler.Reminders).State);
        Assert.Equal(["Edit", "Resume", "Cancel"], TitlesOf(paused));
        Assert.Equal(["Edit", "Pause", "Cancel"], TitlesOf(resumed));
    }

    [Fact]
    public async Task LastOne_Cancelled_LeavesNoList()
    {
        var shown = await ClickAsync(Button(await ShowAsync(1), "Cancel"));

        Assert.Equal(["You have no reminders."], TextsOf(shown));
    }

    [Theory]
    [InlineData("Cancel")]
    [InlineData("Edit")]
    [InlineData("Later")]
    public async Task Click_OnAnotherPersonsList_ChangesNothing(string title)
    {
        var card = await ShowAsync(6);

        Assert.Equal("This list belongs to another person.", await ClickAndHearAsync(Button(card, title), userId: Stranger));
        Assert.All(Bot.Scheduler.Reminders, reminder => Assert.Equal(ReminderState.Scheduled, reminder.State));
    }

    [Fact]
    public async Task Click_WithAForgedOwner_ChangesNothing()
    {
        var cancel = Button(await ShowAsync(1), "Cancel");
        cancel["data"]!["user"] = Stranger;

        Assert.Equal("This reminder belongs to another person.", await ClickAndHearAsync(cancel, userId: Stranger));
        Assert.Equal(ReminderState.Scheduled, Assert.Single(Bot.Scheduler.Reminders).State);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(99)]
    [InlineData(long.MaxValue)]
    public async Task Page_OutOfRange_ShowsTheNearestPage(long page)
    {
        var later = Button(await ShowAsync(6), "Later");
        later["data"]!["page"] = page;

        Assert.Equal(page < 0 ? "1. task 1" : "6. task 6", LinesOf(await ClickAsync(later))[0]);
    }

    private static List<string> LinesOf(JsonNode card) => [.. card["body"]!.AsArray().Select(row => (string)row!["items"]![0]!["inlines"]![0]!["text"]!)];

    private async Task<JsonNode> ShowAsync(int count)
    {
        for (var number = 1; number <= count; number++)
        {
            Bot.Scheduler.Add(new Reminder
            {
                Recipient = new Recipient { UserId = Chat.UserId, ConversationId = Chat.Id, TenantId = Chat.Tenant },
                Schedule = Schedules.At(Bot.Time.GetUtcNow().AddHours(number)),
                Notification = new Notification { Text = $"task {number}" },
            });
        }

        await SayAsync("list");
        return LastCard();
    }
}
