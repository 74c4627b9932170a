using Nudge.V1;

namespace Nudge.BotService.Tests.Commands;

/// <summary>Tests of the list, and of what a person does with its reminders.</summary>
public sealed class ListTests(LocalRedisProcess redis) : BotTest(redis)
{
    [Fact]
    public async Task List_SeveralReminders_ShowsTheSoonestFirst()
    {
        await SayAsync("remind me in 20 minutes to eat");
        await SayAsync("remind me in 10 minutes to stretch");

        var lines = (await SayAsync("list")).Split('\n');

        Assert.Equal(2, lines.Length);
        Assert.StartsWith("1. stretch (in ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("2. eat (in ", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_RemindersOfOthersAndTheBotsOwn_AreNotShown()
    {
        await Bot.TakeAsync(Chat.Installed());
        var other = new Chat(Bot.Teams, "groupChat") { UserId = "00000000-0000-0000-0000-0000000000bb" };
        await Bot.TakeAsync(other.Said("remind me in 5 minutes to meet"));

        Assert.Equal("You have no reminders.", await SayAsync("list"));
    }

    [Fact]
    public async Task List_InAGroup_DoesNotShowPrivateReminders()
    {
        await SayAsync("remind me in 5 minutes to see the doctor");
        var group = new Chat(Bot.Teams, "groupChat");

        await Bot.TakeAsync(group.Said("list"));

        Assert.Equal("You have no reminders.", Assert.Single(group.Messages).Text);
    }

    [Fact]
    public async Task Cancel_NumberInTheList_CancelsThatReminder()
    {
        await SayAsync("remind me in 20 minutes to eat");
        await SayAsync("remind me in 10 minutes to stretch");

        Assert.Equal("Cancelled: eat", await SayAsync("cancel 2"));

        Assert.Equal([ReminderState.Cancelled, ReminderState.Scheduled], Bot.Scheduler.Reminders.Select(reminder => reminder.State));
    }

    [Fact]
    public async Task Cancel_AnotherReminderDueSinceTheList_CancelsTheReminderShown()
    {
        await SayAsync("remind me in 1 minute to stretch");
        await SayAsync("remind me in 2 minutes to eat");
        await SayAsync("remind me in 3 minutes to sleep");
        await SayAsync("list");
        Bot.Scheduler.Reminders.First().State = ReminderState.Delivered;

        Assert.Equal("Cancelled: eat", await SayAsync("cancel 2"));
        Assert.StartsWith("Reminder 1 is no longer scheduled.", await SayAsync("cancel 1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_AlreadyDue_SaysThatItMayStillArrive()
    {
        await SayAsync("remind me in 0 seconds to stretch");

        Assert.Equal("Cancelled, but the reminder was already due and may still arrive: stretch", await SayAsync("cancel 1"));
    }

    [Theory]
    [InlineData("cancel 0")]
    [InlineData("cancel 2")]
    public async Task Cancel_NumberNotInTheList_CancelsNothing(string text)
    {
        await SayAsync("remind me in 10 minutes to stretch");

        Assert.StartsWith("There is no reminder", await SayAsync(text), StringComparison.Ordinal);
        Assert.Equal(ReminderState.Scheduled, Assert.Single(Bot.Scheduler.Reminders).State);
    }

    [Fact]
    public async Task Cancel_WithoutANumber_OffersTheList()
    {
        Assert.Equal("You have no reminders.", await SayAsync("cancel"));
        await SayAsync("remind me in 10 minutes to stretch");

        var offer = await SayAsync("cancel");

        Assert.StartsWith("1. stretch (in ", offer, StringComparison.Ordinal);
        Assert.EndsWith("\nWhich one? Answer \"cancel 1\", for example.", offer, StringComparison.Ordinal);
        Assert.Equal("Cancelled: stretch", await SayAsync("cancel 1"));
    }

    [Fact]
    public async Task PauseAndResume_ReminderOfTheList_ChangesItsState()
    {
        await SayAsync("remind me in 10 minutes to stretch");

        Assert.Equal("Paused: stretch", await SayAsync("pause 1"));
        Assert.Equal("1. stretch (paused)", await SayAsync("list"));
        Assert.Equal(ReminderState.Paused, Assert.Single(Bot.Scheduler.Reminders).State);
        Assert.StartsWith("Resumed: stretch, next on ", await SayAsync("resume 1"), StringComparison.Ordinal);
        Assert.Equal(ReminderState.Scheduled, Assert.Single(Bot.Scheduler.Reminders).State);
    }

    [Fact]
    public async Task Undo_AfterARegistration_CancelsTheLatest()
    {
        Assert.StartsWith("There is nothing to undo", await SayAsync("undo"), StringComparison.Ordinal);
        await SayAsync("remind me in 10 minutes to stretch");
        await SayAsync("remind me in 5 minutes to eat");

        Assert.Equal("Cancelled: eat", await SayAsync("undo"));

        Assert.Equal([ReminderState.Scheduled, ReminderState.Cancelled], Bot.Scheduler.Reminders.Select(reminder => reminder.State));
    }

    [Fact]
    public async Task List_Series_ShowsItsRule()
    {
        await SayInAsync("Europe/Berlin", "remind me every weekday at 8:45 to post the stand-up");

        Assert.Matches("^1\\. post the stand-up \\(in .+, every weekday at 08:45\\)$", await SayAsync("list"));
    }
}
