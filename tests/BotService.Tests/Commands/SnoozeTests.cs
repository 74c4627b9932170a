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
    public async Task Snooze_TheSameDeliveryTwice_RegistersOneReminder()
    {
        var card = await DeliverAsync(await RemindAsync("stretch"));

        await ClickAsync(Button(card, "20 minutes"));
        Assert.Equal("Snoozed before: stretch", await SayAsync("snooze 3 hours"));

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
