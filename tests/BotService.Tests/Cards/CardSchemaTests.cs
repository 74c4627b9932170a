using System.Text.Json;
using System.Text.Json.Nodes;
using Nudge.BotService.Cards;
using Nudge.BotService.Commands;
using Nudge.BotService.Words;
using Nudge.V1;

namespace Nudge.BotService.Tests.Cards;

/// <summary>Tests the cards with Microsoft's own renderer, as version 1.5 of Adaptive Cards.</summary>
public sealed class CardSchemaTests(CardChecker checker) : IClassFixture<CardChecker>
{
    private static readonly ReminderDetails Details = new() { UserId = "bob", UserName = "Bob", AskerId = "alice", AskerName = "Alice", Link = "https://teams.microsoft.com/l/message/1" };

    [Fact]
    public async Task Card_OfEachKindInEachLanguage_FollowsTheSchema()
    {
        foreach (var says in Language.All.Select(language => language.Says))
        {
            JsonObject[] cards =
            [
                ReminderCards.Due(("id", "1.1", "stretch"), Details, says), ReminderCards.Due(("id", "1.1", "stretch"), new ReminderDetails(), says),
                ReminderCards.Settled("stretch", says.Done), ReminderCards.Settled(text: null, says.Done),
                ReminderCards.Confirmation("two\nlines", ("id", "stretch"), "tomorrow", says), MessageActions.FormOf("problem", "stretch", "tomorrow", says),
                ReminderCards.Edit("id", "stretch", "tomorrow", (1, "alice"), says), ReminderCards.Edit("id", "stretch", "tomorrow", list: null, says),
                ListCard.Of([.. Enumerable.Range(0, 12).Select(number => (new Reminder { Id = "id", State = number % 2 == 0 ? ReminderState.Paused : ReminderState.Scheduled, Notification = new Notification { Text = "stretch" } }, "in 2 hours"))], 1, "alice", says),
            ];
            foreach (var card in cards)
                Assert.Equal("[]", await CheckAsync(card.ToJsonString()));
        }
    }

    [Theory]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlok","text":"x"}]}""", "Unknown element type")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"x","size":"gigantic"}]}""", "Invalid value")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","body":[{"type":"Input.Text"}]}""", "unique Id")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","actions":[{"type":"Action.Explode","title":"x"}]}""", "Unknown action type")]
    [InlineData("""{"type":"AdaptiveCard","version":"1.5","actions":[{"type":"Action.OpenUrl","title":"x"}]}""", "must be set")]
    public async Task Card_Broken_IsFoundWrong(string card, string reason) => Assert.Contains(reason, await CheckAsync(card), StringComparison.Ordinal);

    private Task<string> CheckAsync(string card) => checker.CheckAsync(JsonSerializer.Serialize(JsonNode.Parse(card)));
}
