using System.Text.Json.Nodes;
using Nudge.V1;

namespace Nudge.BotService.Tests.Commands;

/// <summary>Tests of reminders for other people, and for everyone in a conversation.</summary>
public sealed class GroupTests(LocalRedisProcess redis) : CardTest(redis)
{
    private Chat _alice = null!;
    private Chat _bob = null!;

    [Theory]
    [InlineData("remind {0} in 10 minutes to call the bank")]
    [InlineData("remind {0} to call the bank in 10 minutes")]
    [InlineData("erinnere {0} in 10 Minuten daran, call the bank")]
    [InlineData("rappelle à {0} dans 10 minutes de call the bank")]
    public async Task RemindAnother_InASharedGroup_RemindsThePerson(string text)
    {
        Meet();

        await Bot.TakeAsync(_alice.SaidAbout(text, _bob));

        var reminder = Assert.Single(Bot.Scheduler.Reminders);
        Assert.Equal(new Recipient { ConversationId = _alice.Id, UserId = _bob.UserId, TenantId = _alice.Tenant }, reminder.Recipient);
        Assert.Equal("call the bank", reminder.Notification.Text);
        Assert.Equal(_alice.UserId, reminder.Labels["asker"]);
    }

    [Fact]
    public async Task RemindAnother_Confirmation_NamesThePerson()
    {
        var card = await AskAsync("remind {0} in 10 minutes to call the bank");

        Assert.StartsWith("I'll remind Bob O'Neil in 10 minutes, on ", Assert.Single(TextsOf(card)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemindAnother_WhenDue_MentionsThePersonAndNamesTheAsker()
    {
        await AskAsync("remind {0} in 10 minutes to call the bank");

        var card = await DeliverAsync(Bot.Scheduler.Reminders.Last(), chat: _alice);

        Assert.Equal(["<at>Bob O'Neil</at>", "call the bank", "Alice asked me to remind you."], TextsOf(card));
        var mention = card["msteams"]!["entities"]![0]!;
        Assert.Equal((_bob.UserId, "Bob O'Neil", "<at>Bob O'Neil</at>"), ((string)mention["mentioned"]!["id"]!, (string)mention["mentioned"]!["name"]!, (string)mention["text"]!));
        Assert.Contains("Mute Alice", TitlesOf(card));
    }

    [Fact]
    public async Task RemindAnother_ByBothOfThem_CanBeChanged()
    {
        var undo = Button(await AskAsync("remind {0} in 10 minutes to call the bank"), "Undo");

        Assert.Equal("This reminder belongs to another person.", await ClickAndHearAsync(undo, userId: Stranger, chat: _alice));
        Assert.Equal(["Cancelled: call the bank"], TextsOf(await ClickAsync(undo, chat: _bob)));
        Assert.Equal(["Cancelled: call the bank"], TextsOf(await ClickAsync(undo, chat: _alice)));
    }

    [Fact]
    public async Task RemindAnother_WhoIsNotInTheConversation_IsRefused()
    {
        var stranger = new Chat(Bot.Teams, "personal", number: 7) { UserName = "Carol" };
        var group = new Chat(Bot.Teams, "groupChat");

        await Bot.TakeAsync(group.SaidAbout("remind {0} in 10 minutes to call the bank", stranger));

        Assert.Equal("I can't find Carol in this conversation.", Assert.Single(group.Messages).Text);
        Assert.Empty(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task RemindAnother_WhoIsOneself_IsAReminderOfOnesOwn()
    {
        Meet();

        await Bot.TakeAsync(_alice.SaidAbout("remind {0} in 10 minutes to call the bank", _alice));

        Assert.Equal(_alice.UserId, Assert.Single(Bot.Scheduler.Reminders).Recipient.UserId);
        Assert.StartsWith("I'll remind you in 10 minutes", _alice.Messages.Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemindWithoutAMention_GetsHelp()
    {
        Meet();

        await Bot.TakeAsync(_alice.Said("remind Bob in 10 minutes to call the bank"));

        Assert.StartsWith("Try ", Assert.Single(_alice.Messages).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mute_OnTheCard_CancelsAndRefusesTheSendersReminders()
    {
        await AskAsync("remind {0} in 10 minutes to call the bank");
        await AskAsync("remind {0} in 20 minutes to call the dentist");
        var mute = Button(await DeliverAsync(Bot.Scheduler.Reminders.First(), chat: _alice), "Mute Alice");

        Assert.Equal("This reminder belongs to another person.", await ClickAndHearAsync(mute, chat: _alice));
        Assert.Equal("Alice can no longer remind you. To allow it again: \"unmute Alice\".", await ClickAndHearAsync(mute, chat: _bob));

        // Everyone sees the card, Alice too.
        Assert.Equal(["call the bank", "Done"], TextsOf(JsonNode.Parse(Bot.Teams.Updates.Last().Card)!));
        Assert.All(Bot.Scheduler.Reminders, reminder => Assert.Equal(ReminderState.Cancelled, reminder.State));
        await Bot.TakeAsync(_alice.SaidAbout("remind {0} in 10 minutes to call the bank", _bob));
        Assert.Equal("Bob O'Neil takes no reminders from you.", _alice.Messages.Last().Text);
    }

    [Fact]
    public async Task Mute_ThenSaveByTheSender_RegistersNothing()
    {
        var save = Button(await AskAsync("remind {0} in 10 minutes to call the bank"), "Save");
        await ClickAndHearAsync(Button(await DeliverAsync(Bot.Scheduler.Reminders.First(), chat: _alice), "Mute Alice"), chat: _bob);

        await ClickAndHearAsync(save, chat: _alice, inputs: new JsonObject { ["text"] = "anything", ["when"] = "in 1 minute" });

        Assert.Equal(ReminderState.Cancelled, Assert.Single(Bot.Scheduler.Reminders).State);
    }

    [Fact]
    public async Task Mute_ThenChoiceByTheSender_RegistersNothing()
    {
        await AskAsync("remind {0} in 10 minutes to call the bank");
        await Bot.TakeAsync(_alice.SaidAbout("remind {0} tomorrow at 3 to call the bank", _bob));
        await ClickAndHearAsync(Button(await DeliverAsync(Bot.Scheduler.Reminders.First(), chat: _alice), "Mute Alice"), chat: _bob);

        await Bot.TakeAsync(_alice.Said("1"));

        Assert.Equal("Bob O'Neil takes no reminders from you.", _alice.Messages.Last().Text);
        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Unmute_ByName_AllowsTheSenderAgain()
    {
        await AskAsync("remind {0} in 10 minutes to call the bank");
        await ClickAndHearAsync(Button(await DeliverAsync(Bot.Scheduler.Reminders.First(), chat: _alice), "Mute Alice"), chat: _bob);
        await Bot.TakeAsync(_bob.Said("settings"));
        Assert.DoesNotContain("Muted", _bob.Messages.Last().Text, StringComparison.Ordinal);

        var alone = new Chat(Bot.Teams, "personal", number: 9) { UserId = _bob.UserId };
        await Bot.TakeAsync(alone.Said("settings"));
        Assert.EndsWith("Muted: Alice. To allow one again: \"unmute Alice\".", alone.Messages.Last().Text, StringComparison.Ordinal);
        await Bot.TakeAsync(alone.Said("unmute carol"));
        Assert.Equal("You have not muted carol.", alone.Messages.Last().Text);
        await Bot.TakeAsync(alone.Said("unmute alice"));
        Assert.Equal("alice can remind you again.", alone.Messages.Last().Text);

        await AskAsync("remind {0} in 30 minutes to call the bank");
        Assert.Equal(ReminderState.Scheduled, Bot.Scheduler.Reminders.Last().State);
    }

    [Theory]
    [InlineData("remind this channel every monday at 9 to plan the week")]
    [InlineData("remind us every monday at 9 to plan the week")]
    public async Task RemindEveryone_InAGroup_RemindsTheConversation(string text)
    {
        Meet();

        await Bot.TakeAsync(_alice.Said(text));

        var reminder = Assert.Single(Bot.Scheduler.Reminders);
        Assert.Equal(new Recipient { ConversationId = _alice.Id, TenantId = _alice.Tenant }, reminder.Recipient);
        Assert.StartsWith("I'll remind everyone here every Monday at 09:00", _alice.Messages.Last().Text, StringComparison.Ordinal);
        var card = await DeliverAsync(reminder, chat: _alice);
        Assert.Equal(["plan the week", "Alice asked me to remind you."], TextsOf(card));
        Assert.DoesNotContain("Mute Alice", TitlesOf(card));
    }

    [Fact]
    public async Task RemindEveryone_CanBeChangedByEachMember()
    {
        Meet();
        await Bot.TakeAsync(_alice.Said("remind us in 10 minutes to meet"));

        await Bot.TakeAsync(_bob.Said("list"));
        Assert.StartsWith("1. meet (in ", _bob.Messages.Last().Text, StringComparison.Ordinal);
        var cancelled = await ClickAsync(Button(LastCard(_bob), "Cancel"), chat: _bob);

        Assert.Equal(["You have no reminders."], TextsOf(cancelled));
        Assert.Equal(ReminderState.Cancelled, Assert.Single(Bot.Scheduler.Reminders).State);
    }

    [Fact]
    public async Task RemindEveryone_InAPersonalChat_RemindsThePerson()
    {
        await SayAsync("remind us in 10 minutes to meet");

        Assert.Equal(Chat.UserId, Assert.Single(Bot.Scheduler.Reminders).Recipient.UserId);
    }

    [Fact]
    public async Task Click_InAGroup_ReplacesTheCardForEveryone()
    {
        Meet();
        await Bot.TakeAsync(_alice.Said("remind me in 10 minutes to meet"));
        var undo = Button(LastCard(_alice), "Undo");
        var message = _alice.Messages.Last();

        var shown = await ClickAsync(undo, chat: _alice);

        var update = Assert.Single(Bot.Teams.Updates);
        Assert.Equal((message.Id, message.ConversationId), (update.Id, update.ConversationId));
        Assert.Equal(TextsOf(shown), TextsOf(JsonNode.Parse(update.Card)!));
    }

    private void Meet()
    {
        _alice = new Chat(Bot.Teams, "groupChat");
        _bob = _alice.SeenBy("00000000-0000-0000-0000-0000000000b0", "Bob O'Neil");
    }

    /// <summary>Lets Alice ask for a reminder of Bob.</summary>
    /// <returns>The card of the confirmation.</returns>
    private async Task<JsonNode> AskAsync(string text)
    {
        if (_alice is null)
            Meet();
        await Bot.TakeAsync(_alice!.SaidAbout(text, _bob));
        return LastCard(_alice);
    }
}
