namespace Nudge.BotService.Tests.Commands;

/// <summary>Tests of "snooze", which means the reminder that came last.</summary>
public sealed class SnoozeTests(LocalRedisProcess redis) : CardTest(redis)
{
    [Theory]
    [InlineData("snooze 20 minutes", 20)]
    [InlineData("snooze for an hour and a half", 90)]
    [InlineData("snooze in 2 hours", 120)]
    [InlineData("später 20 Minuten", 20)]
    [InlineData("reporte de 20 minutes", 20)]
    public async Task Snooze_ForADuration_RegistersAnotherReminder(string text, int minutes)
    {
        await DeliverAsync(await RemindAsync("stretch"));

        Assert.EndsWith(": stretch", await SayAsync(text), StringComparison.Ordinal);

        Assert.Equal((TimeSpan.FromMinutes(minutes), "stretch"), (Bot.Scheduler.Reminders.Last().Schedule.Delay.ToTimeSpan(), Bot.Scheduler.Reminders.Last().Notification.Text));
    }

    [Fact]
    public async Task Snooze_UntilATime_SaysTheExactTime()
    {
        await DeliverAsync(await RemindAsync("stretch"));

        Assert.Equal("Snoozed until Tuesday, March 3, 2099 at 09:00 (Europe/Berlin): stretch", await SayInAsync("Europe/Berlin", "snooze until tomorrow at 9"));
    }

    [Fact]
    public async Task Snooze_TimeWithTwoMeanings_IsAskedAbout()
    {
        await DeliverAsync(await RemindAsync("stretch"));

        Assert.StartsWith("Do you mean 1) Tuesday, March 3, 2099 at 03:00 (UTC) or 2) ", await SayInAsync("UTC", "snooze until tomorrow at 3"), StringComparison.Ordinal);
        Assert.Equal("Snoozed until Tuesday, March 3, 2099 at 15:00 (UTC): stretch", await SayInAsync("UTC", "2"));
    }

    [Fact]
    public async Task Undo_AfterASnooze_CancelsTheSnoozedReminder()
    {
        await SayAsync("remind me tomorrow to call the bank");
        await DeliverAsync(await RemindAsync("stretch"));
        await SayAsync("snooze 20 minutes");

        Assert.Equal("Cancelled: stretch", await SayAsync("undo"));
    }

    [Fact]
    public async Task Snooze_InAGroup_MeansTheLaterDelivery()
    {
        var group = new Chat(Bot.Teams, "groupChat");
        await Bot.TakeAsync(group.Said("remind me in 1 minute to stretch"));
        await DeliverAsync(Bot.Scheduler.Reminders.Last(), chat: group);
        await Bot.TakeAsync(group.Said("remind us in 2 minutes to meet"));
        Bot.Time.Advance(TimeSpan.FromSeconds(1));
        await DeliverAsync(Bot.Scheduler.Reminders.Last(), chat: group);

        await Bot.TakeAsync(group.Said("snooze 20 minutes"));

        Assert.EndsWith(": meet", group.Messages.Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snooze_TheSameDeliveryTwice_RegistersOneReminder()
    {
        var card = await DeliverAsync(await RemindAsync("stretch"));

        await ClickAsync(Button(card, "20 minutes"));
        Assert.Equal("Already snoozed: stretch", await SayAsync("snooze 3 hours"));

        Assert.Equal(2, Bot.Scheduler.Reminders.Count);
    }

    [Fact]
    public async Task Snooze_WithoutATime_AsksForOne()
    {
        await DeliverAsync(await RemindAsync("stretch"));

        Assert.StartsWith("Until when?", await SayAsync("snooze"), StringComparison.Ordinal);
        Assert.StartsWith("Until when?", await SayAsync("snooze every day"), StringComparison.Ordinal);
        Assert.StartsWith("Try ", await SayAsync("snooze the alarm"), StringComparison.Ordinal);
        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Snooze_NothingCame_SaysSo()
    {
        await RemindAsync("stretch");

        Assert.StartsWith("There is nothing to snooze", await SayAsync("snooze 20 minutes"), StringComparison.Ordinal);
    }
}
