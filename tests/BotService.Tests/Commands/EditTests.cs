using System.Globalization;
using System.Text.Json.Nodes;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.BotService.Tests.Commands;

/// <summary>Tests of changes to a reminder, by words and by the form.</summary>
public sealed class EditTests(LocalRedisProcess redis) : CardTest(redis)
{
    private Reminder Only => Assert.Single(Bot.Scheduler.Reminders);

    [Theory]
    [InlineData("edit 1 at 10:00", "2099-03-05T10:00")]
    [InlineData("edit 1 next week", "2099-03-09T14:30")]
    [InlineData("edit 1 on june 5", "2099-06-05T14:30")]
    [InlineData("edit 1 tomorrow at 8", "2099-03-03T08:00")]
    [InlineData("ändere 1 morgen um 8", "2099-03-03T08:00")]
    [InlineData("modifie 1 demain à 8h", "2099-03-03T08:00")]
    public async Task Edit_OneTime_KeepsWhatThePersonDoesNotName(string text, string due)
    {
        await SayInAsync("UTC", "remind me on march 5 at 14:30 to pay");

        await SayInAsync("UTC", text);

        Assert.Equal((due, "pay"), (Only.Schedule.At.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture), Only.Notification.Text));
    }

    [Theory]
    [InlineData("edit 1 at 10:15", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "T10:15:00", "post the stand-up")]
    [InlineData("edit 1 every tuesday", "FREQ=WEEKLY;BYDAY=TU", "T08:45:00", "post the stand-up")]
    [InlineData("edit 1 every 2 weeks on monday at 11", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "T11:00:00", "post the stand-up")]
    [InlineData("edit 1 to write the report", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "T08:45:00", "write the report")]
    [InlineData("edit 1 write the report at 10:15", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "T10:15:00", "write the report")]
    public async Task Edit_Series_KeepsItsTimeItsDaysAndItsZone(string text, string rule, string time, string reminded)
    {
        await SayInAsync("Europe/Berlin", "remind me every weekday at 8:45 to post the stand-up");

        var answer = await SayInAsync("America/New_York", text);

        var recurrence = Only.Schedule.Recurrence;
        Assert.Equal((rule, "Europe/Berlin", reminded), (recurrence.Rule, recurrence.TimeZone, Only.Notification.Text));
        Assert.EndsWith(time, recurrence.Start, StringComparison.Ordinal);
        Assert.Contains("(Europe/Berlin): " + reminded, answer, StringComparison.Ordinal);
    }

    /// <summary>Without the date from which it counts, such a series would move to other days.</summary>
    [Theory]
    [InlineData("every month", "edit 1 at 10", "2099-03-02T10:00:00")]
    [InlineData("every 2 weeks on monday", "edit 1 at 10", "2099-03-02T10:00:00")]
    [InlineData("every year", "edit 1 in the evening", "2099-03-02T19:00:00")]
    public async Task Edit_TimeOfASeries_KeepsTheDateFromWhichItCounts(string every, string edit, string start)
    {
        await SayInAsync("UTC", $"remind me {every} at 8:30 to pay");

        await SayAtAsync("2099-03-20T12:00:00Z", edit);

        Assert.Equal(start, Only.Schedule.Recurrence.Start);
    }

    [Fact]
    public async Task Edit_SeriesInAnotherLanguage_KeepsItsDays()
    {
        await SayInAsync("UTC", "erinnere mich werktags um 9 an das Stand-up");

        await SayInAsync("UTC", "edit 1 at 10");

        Assert.Equal("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", Only.Schedule.Recurrence.Rule);
        Assert.EndsWith("T10:00:00", Only.Schedule.Recurrence.Start, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_DelayByAnEqualDelay_CountsFromNow()
    {
        await SayAtAsync("2099-03-02T08:00:00Z", "remind me in 20 minutes to stretch");

        await SayAtAsync("2099-03-02T08:15:00Z", "edit 1 in 20 minutes");

        Assert.Equal("2099-03-02T08:35:00", Only.Schedule.At.ToDateTime().ToString("s", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Edit_PausedReminder_SaysThatItStaysPaused()
    {
        await SayInAsync("UTC", "remind me every weekday at 8:45 to post the stand-up");
        await SayAsync("pause 1");

        Assert.EndsWith("It is paused. Type \"list\" to resume it.", await SayInAsync("UTC", "edit 1 at 10"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_OfASeriesToOneTime_IsOneTime()
    {
        await SayInAsync("UTC", "remind me every weekday at 8:45 to post the stand-up");

        await SayInAsync("UTC", "edit 1 in 2 hours");

        Assert.Equal("2099-03-02T10:00:00", Only.Schedule.At.ToDateTime().ToString("s", CultureInfo.InvariantCulture));
        Assert.Empty(Only.Labels);
    }

    [Fact]
    public async Task Edit_TimeWithTwoMeanings_IsAskedAboutAndThenChanged()
    {
        await SayInAsync("UTC", "remind me on march 5 at 14:30 to pay");

        Assert.StartsWith("Do you mean 1) Tuesday, March 3, 2099 at 03:00", await SayInAsync("UTC", "edit 1 tomorrow at 3"), StringComparison.Ordinal);
        Assert.Equal("I'll remind you on Tuesday, March 3, 2099 at 15:00 (UTC): pay", await SayInAsync("UTC", "2"));

        Assert.Equal("2099-03-03T15:00:00", Only.Schedule.At.ToDateTime().ToString("s", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Edit_WithoutANumber_ShowsTheList()
    {
        await SayAsync("remind me in 10 minutes to stretch");

        Assert.EndsWith("Which one? Answer \"edit 1\", for example.", await SayAsync("edit"), StringComparison.Ordinal);
        Assert.Equal("There is no reminder 7 in your list. Type \"list\" to see it.", await SayAsync("edit 7 tomorrow"));
    }

    [Fact]
    public async Task Form_WithTextAndTime_ChangesTheReminder()
    {
        await SayInAsync("UTC", "remind me every friday at 9 to stretch");
        await SayInAsync("UTC", "edit 1");
        var save = Button(LastCard(), "Save");

        var shown = await ClickAsync(save, "2099-03-02T08:00:00Z", inputs: new JsonObject { ["text"] = "breathe", ["when"] = "every monday" });
        var again = await ClickAsync(save, "2099-03-02T08:00:00Z", inputs: new JsonObject { ["text"] = "breathe", ["when"] = "every monday" });

        Assert.StartsWith("I'll remind you every Monday at 09:00 (UTC): breathe", TextsOf(shown)[0], StringComparison.Ordinal);
        Assert.Equal(TextsOf(shown), TextsOf(again));
        Assert.Equal(("FREQ=WEEKLY;BYDAY=MO", "breathe"), (Only.Schedule.Recurrence.Rule, Only.Notification.Text));
    }

    [Fact]
    public async Task Form_WithTheTextAlone_KeepsTheSchedule()
    {
        await SayInAsync("Europe/Berlin", "remind me every friday at 9 to stretch");
        var before = Only.Schedule.Clone();

        await ClickAsync(Button(await FormAsync(), "Save"), inputs: new JsonObject { ["text"] = "breathe", ["when"] = "" });

        Assert.Equal((before, "breathe"), (Only.Schedule, Only.Notification.Text));
    }

    [Fact]
    public async Task Form_WithWordsThatAreNoTime_SaysSo()
    {
        await SayAsync("remind me in 10 minutes to stretch");

        Assert.StartsWith("I don't understand that time.", await ClickAndHearAsync(Button(await FormAsync(), "Save"), inputs: new JsonObject { ["text"] = "x", ["when"] = "whenever" }), StringComparison.Ordinal);
        Assert.Equal("stretch", Only.Notification.Text);
    }

    [Fact]
    public async Task Form_OfADeliveredReminder_RegistersItOnceMore()
    {
        var reminder = await RemindAsync("stretch");
        var save = Button(await DeliverAsync(reminder), "Save");
        reminder.State = ReminderState.Delivered;

        Assert.Equal("The reminder has come. Enter a new time, too.", await ClickAndHearAsync(save, inputs: new JsonObject { ["text"] = "breathe", ["when"] = "" }));
        for (var i = 0; i < 2; i++)
            await ClickAsync(save, inputs: new JsonObject { ["text"] = "breathe", ["when"] = "in 1 hour" });

        Assert.Equal(["stretch", "breathe"], Bot.Scheduler.Reminders.Select(each => each.Notification.Text));
    }

    [Fact]
    public async Task Form_OfAListedReminder_GoesBackToTheList()
    {
        await SayAsync("remind me in 10 minutes to stretch");
        await SayAsync("list");

        var form = await ClickAsync(Button(LastCard(), "Edit"));
        var back = await ClickAsync(Button(form, "Back"));

        Assert.Equal(["Edit", "Pause", "Cancel"], TitlesOf(back));
        Assert.DoesNotContain("Back", TitlesOf(await FormAsync()));
    }

    [Theory]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.FailedPrecondition)]
    public async Task Edit_ReminderChangedMeanwhile_IsTriedAgain(StatusCode code)
    {
        await SayInAsync("UTC", "remind me on march 5 at 14:30 to pay");
        Bot.Scheduler.FailNextUpdate(code);

        await SayInAsync("UTC", "edit 1 to pay the rent");

        Assert.Equal("pay the rent", Only.Notification.Text);
    }

    private async Task<JsonNode> FormAsync()
    {
        await SayAsync("edit 1");
        return LastCard();
    }
}
