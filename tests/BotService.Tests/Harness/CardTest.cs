using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Nudge.V1;

namespace Nudge.BotService.Tests.Harness;

/// <summary>A test of the bot's cards. It clicks on buttons as Teams does.</summary>
public abstract class CardTest(LocalRedisProcess redis) : BotTest(redis)
{
    protected const string Stranger = "00000000-0000-0000-0000-0000000000bb";

    /// <summary>Returns the texts of a card, block by block.</summary>
    private protected static List<string> TextsOf(JsonNode card) => [.. card["body"]!.AsArray().Select(block => (string?)block!["inlines"]?[0]?["text"] ?? (string?)block["text"] ?? "")];

    /// <summary>Returns the titles of all buttons of a card, in their order.</summary>
    private protected static List<string> TitlesOf(JsonNode card) => [.. ActionsIn(card).Select(action => (string)action["title"]!)];

    /// <summary>Returns the first button of a title.</summary>
    private protected static JsonObject Button(JsonNode card, string title) => ActionsIn(card).First(action => (string?)action["title"] == title).DeepClone().AsObject();

    /// <summary>Returns the card of the last message in a chat.</summary>
    private protected JsonNode LastCard(Chat? chat = null) => JsonNode.Parse((chat ?? Chat).Messages.Last().Card)!;

    /// <summary>Registers a reminder that is due in ten minutes.</summary>
    private protected async Task<Reminder> RemindAsync(string text)
    {
        await Bot.TakeAsync(Chat.Said($"remind me in 10 minutes to {text}"));
        return Bot.Scheduler.Reminders.Last();
    }

    /// <summary>Delivers a reminder, and returns its card.</summary>
    private protected async Task<JsonNode> DeliverAsync(Reminder reminder, long occurrence = 1, int generation = 1, Chat? chat = null)
    {
        var delivery = Deliveries.Of(reminder.Notification, reminder.Recipient);
        (delivery.Id.ReminderId, delivery.Id.Occurrence, delivery.Id.Generation) = (reminder.Id, occurrence, generation);
        Assert.Equal(DeliveryResult.OutcomeOneofCase.Delivered, (await Bot.DeliverAsync(delivery)).OutcomeCase);
        return LastCard(chat);
    }

    /// <summary>Clicks on a button.</summary>
    /// <returns>The card that takes the place of the clicked one.</returns>
    private protected async Task<JsonNode> ClickAsync(JsonObject button, string? at = null, string? userId = null, Chat? chat = null, JsonObject? inputs = null)
    {
        var answer = await AnswerAsync(button, at, userId, chat, inputs);
        Assert.Equal("application/vnd.microsoft.card.adaptive", (string)answer["type"]!);
        return answer["value"]!;
    }

    /// <summary>Clicks on a button.</summary>
    /// <returns>The text that the person is told. The card stays as it is.</returns>
    private protected async Task<string> ClickAndHearAsync(JsonObject button, string? at = null, string? userId = null, Chat? chat = null, JsonObject? inputs = null)
    {
        var answer = await AnswerAsync(button, at, userId, chat, inputs);
        Assert.Equal("application/vnd.microsoft.activity.message", (string)answer["type"]!);
        return (string)answer["value"]!;
    }

    private protected async Task<JsonNode> InvokeAsync(Dictionary<string, object?> activity)
    {
        using var answer = await Bot.PostAsync(activity);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Returns a click on a button of the last message.</summary>
    private protected Dictionary<string, object?> Click(JsonObject button, string? at = null, string? userId = null, Chat? chat = null, JsonObject? inputs = null)
    {
        chat ??= Chat;
        var action = button.DeepClone().AsObject();
        foreach (var (name, value) in inputs ?? [])
            action["data"]![name] = value?.DeepClone();
        return chat.Activity("invoke", $"click-{Guid.NewGuid()}", new()
        {
            ["name"] = "adaptiveCard/action",
            ["from"] = new { id = $"29:{userId ?? chat.UserId}", aadObjectId = userId ?? chat.UserId, name = userId is null ? chat.UserName : "Mallory" },
            ["timestamp"] = at,
            ["replyToId"] = chat.Messages.LastOrDefault()?.Id,
            ["value"] = new { action, trigger = "manual" },
        });
    }

    private async Task<JsonNode> AnswerAsync(JsonObject button, string? at, string? userId, Chat? chat, JsonObject? inputs)
    {
        var answer = await InvokeAsync(Click(button, at, userId, chat, inputs));
        Assert.Equal(200, (int)answer["statusCode"]!);
        return answer;
    }

    /// <summary>Returns the buttons of a card, with those of the cards in it.</summary>
    private static IEnumerable<JsonNode> ActionsIn(JsonNode? node) => node switch
    {
        JsonObject { } fields when ((string?)fields["type"])?.StartsWith("Action.", StringComparison.Ordinal) == true => [fields, .. ActionsIn(fields["card"])],
        JsonObject { } fields => fields.SelectMany(field => ActionsIn(field.Value)),
        JsonArray items => items.SelectMany(ActionsIn),
        _ => [],
    };
}
