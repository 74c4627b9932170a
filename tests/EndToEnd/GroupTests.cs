using Nudge.EndToEnd.Host;
using Nudge.EndToEnd.Teams;

namespace Nudge.EndToEnd;

/// <summary>Tests the bot in a group chat and in the thread of a channel.</summary>
public sealed class GroupTests(EmbeddedNudge nudge) : NudgeTests(nudge), IClassFixture<EmbeddedNudge>
{
    public static TheoryData<string> Chats => [Playground.GroupChat, Playground.Channel];

    [Theory]
    [MemberData(nameof(Chats))]
    public async Task Reminder_OfTheSpeaker_ComesToTheConversationAndMentionsThePerson(string chat)
    {
        var since = Playground.Mark;
        var thread = await Playground.SayAsync("remind me in 1 second to call the bank", chat);

        var due = await UntilInAsync(thread, "<at>User 0</at>\ncall the bank", since);
        Assert.Equal("This reminder belongs to another person.", (string)(await Playground.ClickAsync(due, "20 minutes", user: 1))!);
        var shown = await Playground.ClickAsync(due, "20 minutes");

        await Playground.UntilUpdatedAsync(due, PlaygroundMessage.TextOf(shown));
        // The list of the group would have the snoozed reminder.
        since = Playground.Mark;
        if (chat == Playground.GroupChat)
        {
            await Playground.SayAsync("undo", chat);
            await UntilInAsync(chat, "Cancelled: call the bank", since);
        }
    }

    [Theory]
    [MemberData(nameof(Chats))]
    public async Task Reminder_OfAnotherPerson_NamesTheAskerAndCanBeMuted(string chat)
    {
        var since = Playground.Mark;
        var thread = await Playground.SayAsync("remind {0} in 1 second to review", chat, mentioned: 1);

        await UntilInAsync(thread, text => text.StartsWith("I'll remind User 1 in 1 second, on ", StringComparison.Ordinal), since);
        var due = await UntilInAsync(thread, "<at>User 1</at>\nreview\nUser 0 asked me to remind you.", since);
        try
        {
            Assert.StartsWith("User 0 can no longer remind you.", (string)(await Playground.ClickAsync(due, "Mute User 0", user: 1))!, StringComparison.Ordinal);
            await Playground.UntilUpdatedAsync(due, "review\nDone");
            since = Playground.Mark;
            thread = await Playground.SayAsync("remind {0} in 1 second to review", chat, mentioned: 1);
            await UntilInAsync(thread, "User 1 takes no reminders from you.", since);
        }
        finally
        {
            await UnmuteAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Chats))]
    public async Task Reminder_OfEveryone_CanBeCancelledByEachMember(string chat)
    {
        var since = Playground.Mark;
        var thread = await Playground.SayAsync("remind us every monday at 9 to plan the week", chat);

        var confirmation = await UntilInAsync(thread, text => text.StartsWith("I'll remind everyone here every Monday at 09:00", StringComparison.Ordinal), since);
        var shown = await Playground.ClickAsync(confirmation, "Undo", user: 2);

        Assert.Equal("Cancelled: plan the week", PlaygroundMessage.TextOf(shown));
        await Playground.UntilUpdatedAsync(confirmation, "Cancelled: plan the week");
    }

    [Fact]
    public async Task List_InAGroup_ShowsItsOwnRemindersAndBelongsToTheSpeaker()
    {
        var since = Playground.Mark;
        await Playground.SayAsync("remind me in 1 hour to see the doctor");
        await Playground.SayAsync("remind me in 2 hours to meet the others", Playground.GroupChat);
        await UntilInAsync(Playground.GroupChat, text => text.EndsWith(": meet the others", StringComparison.Ordinal), since);
        since = Playground.Mark;
        await Playground.SayAsync("list", Playground.GroupChat);

        var list = await UntilInAsync(Playground.GroupChat, text => text.StartsWith("1. meet the others\n", StringComparison.Ordinal), since);
        Assert.DoesNotContain("doctor", list.Text, StringComparison.Ordinal);
        Assert.Equal("This list belongs to another person.", (string)(await Playground.ClickAsync(list, "Cancel", user: 1))!);
        await Playground.ClickAsync(list, "Cancel");
        await Playground.UntilUpdatedAsync(list, "You have no reminders.");
    }

    private async Task UnmuteAsync()
    {
        // The Playground has one speaker, so the other person's settings are changed in Redis.
        var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(await App.GetRedisAsync());
        await redis.GetDatabase().KeyDeleteAsync("nudge:muted:00000000-0000-4000-8000-000000000021");
        await redis.DisposeAsync();
    }

    private Task<PlaygroundMessage> UntilInAsync(string conversation, string text, int since) => UntilInAsync(conversation, other => other == text, since);

    private async Task<PlaygroundMessage> UntilInAsync(string conversation, Func<string, bool> isRight, int since)
    {
        var message = await Playground.UntilAsync("answer", isRight, since);
        Assert.Equal(conversation, message.ConversationId);
        return message;
    }
}
