using System.Text.Json;
using System.Text.Json.Nodes;
using Nudge.BotService.Cards;
using Nudge.BotService.Words;
using Nudge.Servers;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.BotService.Tests.Cards;

/// <summary>Tests the cards with Microsoft's own renderer, as version 1.5 of Adaptive Cards. check.cjs calls it.</summary>
public sealed class CardSchemaTests : IAsyncLifetime
{
    private static readonly ReminderDetails Details = new() { UserId = "bob", UserName = "Bob", AskerId = "alice", AskerName = "Alice", Link = "https://teams.microsoft.com/l/message/1" };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nudge-cards-");
    private ChildProcess? _check;

    [Fact]
    public async Task Card_OfEachKindInEachLanguage_FollowsTheSchema()
    {
        foreach (var says in Language.All.Select(language => language.Says))
        {
            JsonObject[] cards =
            [
                ReminderCards.Due(("id", 1, "stretch"), Details, says), ReminderCards.Due(("id", 1, "stretch"), new ReminderDetails(), says),
                ReminderCards.Settled("stretch", says.Done), ReminderCards.Settled(text: null, says.Done),
                ReminderCards.Confirmation("two\nlines", "id", says), ReminderCards.Edit(("id", 1, "stretch"), "tomorrow", says),
                ListCard.Of([.. Enumerable.Range(0, 12).Select(_ => (new Reminder { Id = "id", Notification = new Notification { Text = "stretch" } }, "in 2 hours"))], 1, "alice", says),
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

    public async ValueTask InitializeAsync()
    {
        Requirement.Need(!Programs.Missing("node", "npm"), "Node.js (node and npm)");
        foreach (var file in new[] { "check.cjs", "package.json", "package-lock.json", ".npmrc" })
            File.Copy(Repository.Path($"tests/BotService.Tests/Cards/{file}"), Path.Combine(_folder.FullName, file));
        await using var install = ChildProcess.Start("npm ci", ["npm", "ci", "--prefix", _folder.FullName]);
        Assert.True(await install.ExitAsync() == 0, string.Join('\n', install.Lines));
        _check = ChildProcess.Start("check.cjs", ["node", Path.Combine(_folder.FullName, "check.cjs")]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_check is not null)
            await _check.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task<string> CheckAsync(string card) => _check!.AskAsync(JsonSerializer.Serialize(JsonNode.Parse(card)));
}
