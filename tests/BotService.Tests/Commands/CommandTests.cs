using System.Globalization;
using Grpc.Core;
using Nudge.V1;

namespace Nudge.BotService.Tests.Commands;

public sealed class CommandTests(LocalRedisProcess redis) : BotTest(redis)
{
    [Fact]
    public async Task RemindMe_InAPersonalChat_RegistersAndConfirms()
    {
        AssertConfirmed("10 minutes", "stretch", await SayAsync("remind me in 10 minutes to stretch"));

        var reminder = Assert.Single(Bot.Scheduler.Reminders);
        Assert.Equal(new Recipient { UserId = Chat.UserId, ConversationId = Chat.Id, TenantId = "tenant" }, reminder.Recipient);
        Assert.Equal(TimeSpan.FromMinutes(10), reminder.Schedule.Delay.ToTimeSpan());
        Assert.Equal("stretch", reminder.Notification.Text);
        Assert.Equal("Notifications.SendCard", reminder.Notification.Handler);
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
    public async Task RemindMe_DelayTooLong_SaysTheLongestTime() =>
        Assert.Equal("I can remind you at most ten years ahead, and not in the past.", await SayAsync("remind me in 9000 days to stretch"));

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

        AssertConfirmed("5 minutes", "meet", Assert.Single(group.Messages).Text);
        Assert.Equal(group.Id, Assert.Single(Bot.Scheduler.Reminders).Recipient.ConversationId);
    }

    [Fact]
    public async Task RemindMe_SpecialCharacterInTheBotsName_SkipsTheMention()
    {
        var group = new Chat(Bot.Teams, "groupChat");

        await Bot.TakeAsync(group.Mentioning("remind me in 5 minutes to meet", "<at>R&amp;D Nudge</at>", hasText: false));

        AssertConfirmed("5 minutes", "meet", Assert.Single(group.Messages).Text);
    }

    [Fact]
    public async Task RemindMe_TextMentionsAPerson_KeepsTheBareName() =>
        AssertConfirmed("10 minutes", "ask R&D and Alice", await SayAsync("remind me in 10 minutes to ask <at>R&amp;D</at> and <at id=\"0\">Alice</at>"));

    [Fact]
    public async Task Message_InAGroupWithoutAMention_IsNotAnswered()
    {
        var group = new Chat(Bot.Teams, "groupChat");

        await Bot.TakeAsync(group.Heard("good morning all"));
        await Bot.TakeAsync(group.Said("list"));

        Assert.Equal("You have no reminders.", Assert.Single(group.Messages).Text);
    }

    [Fact]
    public async Task RemindMe_AtATime_IsRegisteredOnThePersonsClock()
    {
        Assert.Equal("I'll remind you on Tuesday, March 3, 2099 at 09:00 (Europe/Berlin): call mom", await SayInAsync("Europe/Berlin", "remind me tomorrow at 9 to call mom"));

        Assert.Equal("2099-03-03T08:00:00Z", Assert.Single(Bot.Scheduler.Reminders).Schedule.At.ToDateTimeOffset().UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z");
    }

    [Fact]
    public async Task RemindMe_WithATimestamp_CountsFromTheTimeOfTheActivity()
    {
        var said = Chat.Said("remind me tomorrow at 9 to call mom");
        said["timestamp"] = "2099-03-02T23:59:59Z";

        await Bot.TakeAsync(said);

        Assert.Contains("March 3, 2099 at 09:00", Assert.Single(Chat.Messages).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemindMe_Series_ShowsTheRuleAndThreeInstants()
    {
        var answer = await SayInAsync("Europe/Berlin", "remind me every weekday at 8:45 to post the stand-up");

        Assert.StartsWith("I'll remind you every weekday at 08:45 (Europe/Berlin): post the stand-up\nNext: Tuesday, March 3, 2099 at 08:45 (Europe/Berlin); ", answer, StringComparison.Ordinal);
        var recurrence = Assert.Single(Bot.Scheduler.Reminders).Schedule.Recurrence;
        Assert.Equal(("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2099-03-03T08:45:00", "Europe/Berlin"), (recurrence.Rule, recurrence.Start, recurrence.TimeZone));
    }

    [Fact]
    public async Task RemindMe_TimeWithTwoMeanings_IsAskedAbout()
    {
        Assert.Equal(
            "Do you mean 1) Monday, March 2, 2099 at 20:00 (Europe/Berlin) or 2) Tuesday, March 3, 2099 at 08:00 (Europe/Berlin)? Answer with the number.",
            await SayInAsync("Europe/Berlin", "remind me at 8 to call mom"));
        Assert.Empty(Bot.Scheduler.Reminders);

        Assert.Equal("I'll remind you on Tuesday, March 3, 2099 at 08:00 (Europe/Berlin): call mom", await SayInAsync("Europe/Berlin", "2"));
        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Choice_ThatWasNotShown_GetsHelp()
    {
        Assert.StartsWith("Try ", await SayAsync("3"), StringComparison.Ordinal);
        Assert.Empty(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task TimeZone_OfAPerson_OverridesThatOfTheClient()
    {
        Assert.StartsWith("Your time zone is Asia/Tokyo. It is ", await SayAsync("timezone asia/tokyo"), StringComparison.Ordinal);

        Assert.Contains("at 09:00 (Asia/Tokyo)", await SayInAsync("Europe/Berlin", "remind me tomorrow at 9 to call mom"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TimeZone_Unknown_IsRefused() => Assert.StartsWith("I don't know the time zone \"Atlantis\"", await SayAsync("timezone Atlantis"), StringComparison.Ordinal);

    [Fact]
    public async Task RemindMe_WithoutAKnownTimeZone_SaysThatItUsedUtc() =>
        Assert.EndsWith("I don't know your time zone, so I used UTC. Type \"timezone Europe/Berlin\" with yours.", await SayAsync("remind me tomorrow at 9 to call mom"), StringComparison.Ordinal);

    [Theory]
    [InlineData("remind me to call mom", "When?")]
    [InlineData("remind me tomorrow", "What about?")]
    [InlineData("remind me on 1 march 2020 to call mom", "That time has passed")]
    public async Task RemindMe_Incomplete_SaysWhatIsMissing(string text, string answer)
    {
        Assert.StartsWith(answer, await SayAsync(text), StringComparison.Ordinal);
        Assert.Empty(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task RemindMe_LongText_IsRefusedOrShownShortened()
    {
        Assert.StartsWith("That text is too long.", await SayAsync("remind me in 10 minutes to " + new string('x', 3_001)), StringComparison.Ordinal);
        Assert.Empty(Bot.Scheduler.Reminders);

        Assert.EndsWith($": {new string('x', 100)}…", await SayAsync("remind me in 10 minutes to " + new string('x', 3_000)), StringComparison.Ordinal);
        Assert.Equal(3_000, Assert.Single(Bot.Scheduler.Reminders).Notification.Text.Length);
    }

    [Fact]
    public async Task RemindMe_InGerman_IsAnsweredInGerman()
    {
        Assert.Equal("Ich erinnere dich am Dienstag, 3. März 2099 um 09:00 (Europe/Berlin): die Bank anzurufen", await SayInAsync("Europe/Berlin", "Erinnere mich morgen um 9 daran, die Bank anzurufen"));
    }

    [Fact]
    public async Task Settings_MorningSet_IsUsed()
    {
        Assert.StartsWith("Your time zone: Europe/Berlin\nMorning 09:00, noon 12:00, evening 19:00, night 22:00\n", await SayInAsync("Europe/Berlin", "settings"), StringComparison.Ordinal);

        Assert.StartsWith("Changed. Your time zone: Europe/Berlin\nMorning 07:30, ", await SayInAsync("Europe/Berlin", "settings morning 7:30"), StringComparison.Ordinal);

        Assert.Contains("at 07:30 (Europe/Berlin)", await SayInAsync("Europe/Berlin", "remind me tomorrow morning to run"), StringComparison.Ordinal);
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

    private static void AssertConfirmed(string delay, string text, string answer)
    {
        Assert.StartsWith($"I'll remind you in {delay}, on ", answer, StringComparison.Ordinal);
        Assert.EndsWith($": {text}", answer, StringComparison.Ordinal);
    }
}
