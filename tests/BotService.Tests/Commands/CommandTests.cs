using Grpc.Core;
using Nudge.V1;

namespace Nudge.BotService.Tests.Commands;

public sealed class CommandTests(LocalRedisProcess redis) : BotTest(redis)
{
    [Fact]
    public async Task RemindMe_InAPersonalChat_RegistersAndConfirms()
    {
        Assert.Equal("I'll remind you in 10 minutes: stretch", await SayAsync("remind me in 10 minutes to stretch"));

        var reminder = Assert.Single(Bot.Scheduler.Reminders);
        Assert.Equal(new Recipient { UserId = Chat.UserId, ConversationId = Chat.Id, TenantId = "tenant" }, reminder.Recipient);
        Assert.Equal(TimeSpan.FromMinutes(10), reminder.Schedule.Delay.ToTimeSpan());
        Assert.Equal("stretch", reminder.Notification.Text);
        Assert.Equal("Notifications.SendText", reminder.Notification.Handler);
    }

    [Fact]
    public async Task RemindMe_RepeatedActivity_RegistersAndAnswersOnce()
    {
        await Bot.TakeAsync(Chat.Said("remind me in 10 minutes to stretch", "same"));
        await Bot.TakeAsync(Chat.Said("remind me in 10 minutes to stretch", "same"));

        Assert.Single(Chat.Messages);
        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task RemindMe_SentTwice_RegistersTwoReminders()
    {
        await SayAsync("remind me in 10 minutes to stretch");
        await SayAsync("remind me in 10 minutes to stretch");

        Assert.Equal(2, Bot.Scheduler.Reminders.Count);
    }

    [Fact]
    public async Task RemindMe_DelayTooLong_AnswersWithTheSchedulersReason() =>
        Assert.Equal("The delay must be 0 to ten years (3,653 days).", await SayAsync("remind me in 9000 days to stretch"));

    [Fact]
    public async Task RemindMe_SchedulerFails_SaysThatTheResultIsUnknown()
    {
        Bot.Scheduler.FailNext(StatusCode.Internal);

        Assert.StartsWith("The scheduler did not answer", await SayAsync("remind me in 10 minutes to stretch"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemindMe_InAGroup_SkipsTheMentionAndRemindsTheGroup()
    {
        var group = new Chat(Bot.Teams, "groupChat");

        await Bot.TakeAsync(group.Mentioning("&nbsp;remind me in 5 minutes to meet", "<at>Nudge</at>"));

        Assert.Equal("I'll remind you in 5 minutes: meet", Assert.Single(group.Messages).Text);
        Assert.Equal(group.Id, Assert.Single(Bot.Scheduler.Reminders).Recipient.ConversationId);
    }

    [Fact]
    public async Task RemindMe_SpecialCharacterInTheBotsName_SkipsTheMention()
    {
        var group = new Chat(Bot.Teams, "groupChat");

        await Bot.TakeAsync(group.Mentioning("remind me in 5 minutes to meet", "<at>R&amp;D Nudge</at>", hasText: false));

        Assert.Equal("I'll remind you in 5 minutes: meet", Assert.Single(group.Messages).Text);
    }

    [Fact]
    public async Task RemindMe_TextMentionsAPerson_KeepsTheBareName() =>
        Assert.Equal("I'll remind you in 10 minutes: ask R&D and Alice", await SayAsync("remind me in 10 minutes to ask <at>R&amp;D</at> and <at id=\"0\">Alice</at>"));

    [Fact]
    public async Task Message_InAGroupWithoutAMention_IsNotAnswered()
    {
        var group = new Chat(Bot.Teams, "groupChat");

        await Bot.TakeAsync(group.Heard("good morning all"));
        await Bot.TakeAsync(group.Said("list"));

        Assert.Equal("You have no reminders.", Assert.Single(group.Messages).Text);
    }

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
    public async Task Message_UnknownCommand_GetsOneLineOfHelp()
    {
        var help = await SayAsync("what can you do?");

        Assert.Contains("remind me in 10 minutes to stretch", help, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', help);
    }

    [Fact]
    public async Task Message_WithoutAUserId_IsNotServed()
    {
        var said = Chat.Said("list");
        said["from"] = new { id = "29:guest" };

        await Bot.TakeAsync(said);

        Assert.StartsWith("I can't tell who you are", Assert.Single(Chat.Messages).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_Always_LeavesNoTextInTheLog()
    {
        await SayAsync("remind me in 10 minutes to keep-this-to-yourself");

        Assert.NotEmpty(Bot.Errors.Lines);
        Assert.DoesNotContain(Bot.Errors.Lines, line => line.Contains("keep-this-to-yourself", StringComparison.Ordinal));
    }

    private async Task<string> SayAsync(string text)
    {
        await Bot.TakeAsync(Chat.Said(text));
        return Chat.Messages.Last().Text;
    }
}
