using System.Net;
using System.Text.Json.Nodes;
using Nudge.V1;

namespace Nudge.BotService.Tests.Commands;

/// <summary>Tests of the card of a reminder that is due, and of the card that confirms a registration.</summary>
public sealed class CardTests(LocalRedisProcess redis) : CardTest(redis)
{
    [Fact]
    public async Task Due_ReminderOfAPerson_IsACardWithButtons()
    {
        var card = await DeliverAsync(await RemindAsync("stretch **now** <at>you</at>"));

        Assert.Equal(["stretch **now** you"], TextsOf(card));
        Assert.Equal(["Done", "Snooze", "20 minutes", "1 hour", "3 hours", "Tomorrow morning", "In a week", "At this time", "Edit", "Save"], TitlesOf(card));
    }

    [Fact]
    public async Task Due_InANotification_ShowsTheText()
    {
        await DeliverAsync(await RemindAsync("stretch"));

        Assert.Equal("stretch", Chat.Messages.Last().Text);
    }

    /// <summary>The emulator refuses a message that is too big, as Teams does.</summary>
    [Theory]
    [InlineData("x")]
    [InlineData("ж")]
    [InlineData("語")]
    [InlineData("\"")]
    public async Task Due_WithTheLongestText_IsDelivered(string character)
    {
        var text = string.Concat(Enumerable.Repeat(character, 3_000));

        var card = await DeliverAsync(await RemindAsync(text));

        Assert.Equal(text, TextsOf(card)[0]);
        Assert.Equal(101, Chat.Messages.Last().Text.Length);
    }

    [Fact]
    public async Task Button_OfEachCard_HasAFallbackWithTheSameData()
    {
        var button = Button(await DeliverAsync(await RemindAsync("stretch")), "20 minutes");

        Assert.Equal("Action.Submit", (string)button["fallback"]!["type"]!);
        Assert.Equal("snooze", (string)button["fallback"]!["data"]!["verb"]!);
        Assert.Equal((string)button["data"]!["reminder"]!, (string)button["fallback"]!["data"]!["reminder"]!);
    }

    [Fact]
    public async Task Snooze_ForTwentyMinutes_RegistersAnotherReminder()
    {
        var reminder = await RemindAsync("stretch");
        var card = await DeliverAsync(reminder);

        var shown = await ClickAsync(Button(card, "20 minutes"));

        Assert.Equal("stretch", TextsOf(shown)[0]);
        Assert.StartsWith("Snoozed until ", TextsOf(shown)[1], StringComparison.Ordinal);
        var snoozed = Bot.Scheduler.Reminders.Last();
        Assert.Equal((TimeSpan.FromMinutes(20), "stretch", reminder.Recipient), (snoozed.Schedule.Delay.ToTimeSpan(), snoozed.Notification.Text, snoozed.Recipient));
    }

    [Fact]
    public async Task Snooze_ClickedTwice_RegistersOneReminder()
    {
        var card = await DeliverAsync(await RemindAsync("stretch"));

        var first = await ClickAsync(Button(card, "20 minutes"));
        var second = await ClickAsync(Button(card, "20 minutes"));
        var other = await ClickAsync(Button(card, "3 hours"));

        Assert.Equal(TextsOf(first), TextsOf(second));
        Assert.Equal(["stretch", "Already snoozed"], TextsOf(other));
        Assert.Equal(2, Bot.Scheduler.Reminders.Count);
    }

    [Fact]
    public async Task Snooze_TwoOccurrencesOfASeries_RegistersOneReminderForEach()
    {
        await SayAsync("remind me every day at 9 to stretch");
        var series = Bot.Scheduler.Reminders.Last();

        await ClickAsync(Button(await DeliverAsync(series, occurrence: 1), "20 minutes"));
        await ClickAsync(Button(await DeliverAsync(series, occurrence: 2), "20 minutes"));

        Assert.Equal(["stretch", "stretch", "stretch"], Bot.Scheduler.Reminders.Select(reminder => reminder.Notification.Text));
        Assert.Equal("FREQ=DAILY", series.Schedule.Recurrence.Rule);
    }

    [Fact]
    public async Task Snooze_AfterAnEditOfTheSeries_IsASnoozeOfAnotherDelivery()
    {
        await SayAsync("remind me every day at 9 to stretch");
        var series = Bot.Scheduler.Reminders.Last();

        await ClickAsync(Button(await DeliverAsync(series, occurrence: 1, generation: 1), "20 minutes"));
        await ClickAsync(Button(await DeliverAsync(series, occurrence: 1, generation: 2), "1 hour"));

        Assert.Equal(3, Bot.Scheduler.Reminders.Count);
    }

    [Theory]
    [InlineData("20 minutes")]
    [InlineData("3 hours")]
    public async Task Snooze_AfterTheFirstSnoozeWasCancelled_RegistersAnother(string button)
    {
        var card = await DeliverAsync(await RemindAsync("stretch"));
        await ClickAsync(Button(card, "20 minutes"));
        Assert.Equal("Cancelled: stretch", await SayAsync("undo"));

        Assert.StartsWith("Snoozed until ", TextsOf(await ClickAsync(Button(card, button)))[1], StringComparison.Ordinal);

        Assert.Equal([ReminderState.Cancelled, ReminderState.Scheduled], Bot.Scheduler.Reminders.Skip(1).Select(reminder => reminder.State));
    }

    [Theory]
    [InlineData("Tomorrow morning", "Tuesday, March 3, 2099")]
    [InlineData("In a week", "Monday, March 9, 2099")]
    public async Task Snooze_UntilAMorning_IsOnThePersonsClock(string button, string day)
    {
        await SayAsync("timezone Europe/Berlin");
        var card = await DeliverAsync(await RemindAsync("stretch"));

        var shown = await ClickAsync(Button(card, button), "2099-03-02T22:30:00Z");

        Assert.Equal($"Snoozed until {day} at 09:00 (Europe/Berlin)", TextsOf(shown)[1]);
    }

    [Fact]
    public async Task Snooze_UntilAPickedTime_IsOnThePersonsClock()
    {
        await SayAsync("timezone Europe/Berlin");
        var card = await DeliverAsync(await RemindAsync("stretch"));

        var shown = await ClickAsync(Button(card, "At this time"), "2099-03-02T22:30:00Z", inputs: new JsonObject { ["date"] = "2099-07-01", ["time"] = "18:15" });

        Assert.Equal("Snoozed until Wednesday, July 1, 2099 at 18:15 (Europe/Berlin)", TextsOf(shown)[1]);
    }

    [Theory]
    [InlineData("2099-03-01", "09:00", "That time has passed: Sunday, March 1, 2099 at 09:00 (UTC).")]
    [InlineData("2099-07-01", "", "Pick a date and a time.")]
    [InlineData("", "09:00", "Pick a date and a time.")]
    [InlineData("tomorrow", "25:99", "Pick a date and a time.")]
    [InlineData("9999-12-31", "23:59", "Pick a date and a time.")]
    public async Task Snooze_WithoutAComingTime_TellsThePerson(string date, string time, string answer)
    {
        var card = await DeliverAsync(await RemindAsync("stretch"));

        Assert.Equal(answer, await ClickAndHearAsync(Button(card, "At this time"), "2099-03-02T22:30:00Z", inputs: new JsonObject { ["date"] = date, ["time"] = time }));
        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Done_Clicked_LeavesACardWithoutButtons()
    {
        var card = await DeliverAsync(await RemindAsync("stretch"));

        var shown = await ClickAsync(Button(card, "Done"));

        Assert.Equal(["stretch", "Done"], TextsOf(shown));
        Assert.Empty(TitlesOf(shown));
        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Undo_OnTheConfirmation_CancelsTheReminder()
    {
        await RemindAsync("stretch");
        var undo = Button(LastCard(), "Undo");

        Assert.Equal(["Cancelled: stretch"], TextsOf(await ClickAsync(undo)));
        Assert.Equal(["Cancelled: stretch"], TextsOf(await ClickAsync(undo)));
        Assert.Equal(ReminderState.Cancelled, Assert.Single(Bot.Scheduler.Reminders).State);
    }

    [Fact]
    public async Task Undo_AfterTheDelivery_SaysThatItIsTooLate()
    {
        (await RemindAsync("stretch")).State = ReminderState.Delivered;

        Assert.StartsWith("It is too late", await ClickAndHearAsync(Button(LastCard(), "Undo")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20 minutes")]
    [InlineData("Done")]
    [InlineData("Save")]
    public async Task Click_ByAnotherPerson_ChangesNothing(string button)
    {
        var card = await DeliverAsync(await RemindAsync("a secret"));

        Assert.Equal("This reminder belongs to another person.", await ClickAndHearAsync(Button(card, button), userId: Stranger));
        Assert.Single(Bot.Scheduler.Reminders);
        Assert.Empty(Bot.Teams.Updates);
    }

    [Fact]
    public async Task Click_OnAnUnknownReminder_SaysSo() => Assert.Equal(
        "This reminder no longer exists.", await ClickAndHearAsync(new JsonObject { ["verb"] = "snooze", ["data"] = new JsonObject { ["reminder"] = "unknown", ["minutes"] = 20 } }));

    [Fact]
    public async Task Click_SchedulerFails_SaysThatTheResultIsUnknown()
    {
        var card = await DeliverAsync(await RemindAsync("stretch"));
        Bot.Scheduler.FailNext(Grpc.Core.StatusCode.Internal);

        Assert.StartsWith("The scheduler did not answer", await ClickAndHearAsync(Button(card, "20 minutes")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"verb":"explode","data":{"reminder":"x"}}""")]
    [InlineData("""{"verb":"snooze"}""")]
    [InlineData("""{"verb":"snooze","data":[]}""")]
    [InlineData("""{"verb":"snooze","data":{"reminder":5}}""")]
    [InlineData("""{"verb":5}""")]
    [InlineData("""{}""")]
    public async Task Click_ForgedButton_IsNotImplemented(string button)
    {
        using var answer = await Bot.PostAsync(Click(JsonNode.Parse(button)!.AsObject()));

        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Empty(Bot.Scheduler.Reminders);
    }
}
