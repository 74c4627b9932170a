using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Nudge.Teams;

namespace Nudge.BotService.Tests.Teams.Activities;

/// <summary>Tests of how the answer to a click reaches the conversation.</summary>
public sealed class CardUpdateTests(LocalRedisProcess redis) : CardTest(redis)
{
    [Fact]
    public async Task Submit_ByAClientWithoutUniversalActions_ReplacesTheCard()
    {
        await RemindAsync("stretch");
        var message = Chat.Messages.Last();

        await Bot.TakeAsync(Submit(Button(LastCard(), "Undo")));

        var update = Assert.Single(Bot.Teams.Updates);
        Assert.Equal(message.Id, update.Id);
        Assert.Equal(["Cancelled: stretch"], TextsOf(JsonNode.Parse(update.Card)!));
        Assert.Same(message, Chat.Messages.Last());
    }

    [Fact]
    public async Task Submit_ThatIsRefused_IsAnsweredInTheConversation()
    {
        await RemindAsync("stretch");
        var submit = Submit(Button(LastCard(), "Undo"));
        submit["from"] = new { id = $"29:{Stranger}", aadObjectId = Stranger };
        submit["conversation"] = new { id = Chat.Id, conversationType = "groupChat", tenantId = Chat.Tenant };

        await Bot.TakeAsync(submit);

        Assert.Empty(Bot.Teams.Updates);
        Assert.Equal("This reminder belongs to another person.", Chat.Messages.Last().Text);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task Click_CardCannotBeReplaced_AnswersThePersonAndKeepsTheConversation(HttpStatusCode status)
    {
        await RemindAsync("stretch");
        Bot.Teams.FailNext(status);

        Assert.Equal(["Cancelled: stretch"], TextsOf(await ClickAsync(Button(LastCard(), "Undo"))));

        Assert.NotNull(await Bot.Services.GetRequiredService<ConversationStore>().FindAsync(Chat.Id));
    }

    [Fact]
    public async Task Message_WithAValueAndAText_IsAMessage()
    {
        var said = Chat.Said("list");
        said["value"] = new { verb = "done", reminder = "x" };

        await Bot.TakeAsync(said);

        Assert.Equal("You have no reminders.", Assert.Single(Chat.Messages).Text);
    }

    private Dictionary<string, object?> Submit(JsonObject button) =>
        Chat.Activity("message", "submit", new() { ["text"] = null, ["value"] = button["fallback"]!["data"], ["replyToId"] = Chat.Messages.Last().Id });
}
