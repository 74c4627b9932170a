using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Nudge.V1;

namespace Nudge.BotService.Tests.Commands;

/// <summary>Tests of the card of a reminder and its buttons.</summary>
public sealed class CardTests(LocalRedisProcess redis) : BotTest(redis)
{
    private const string Stranger = "00000000-0000-0000-0000-0000000000bb";

    [Fact]
    public async Task Due_ReminderOfAPerson_IsACardWithButtons()
    {
        var card = await DeliverAsync(await RemindAsync("stretch **now** <at>you</at>"));

        Assert.Equal(["stretch **now** you"], TextsOf(card));
        Assert.Equal(["Done", "20 minutes", "1 hour", "3 hours", "Tomorrow morning"], card["actions"]!.AsArray().Select(action => (string)action!["title"]!));
        Assert.All(card["actions"]!.AsArray(), action => Assert.Equal("Action.Execute", (string)action!["type"]!));
    }

    [Fact]
    public async Task Snooze_ForTwentyMinutes_RegistersAnotherReminder()
    {
        var reminder = await RemindAsync("stretch");
        var card = await DeliverAsync(reminder);

        var shown = await ClickAsync(Button(card, "20 minutes"));

        Assert.Equal("stretch", TextsOf(shown)[0]);
        Assert.StartsWith("Snoozed until ", TextsOf(shown)[1], StringComparison.Ordinal);
        var snoozed = Bot.Scheduler.Reminders.Last();
        Assert.Equal((TimeSpan.FromMinutes(20), "stretch", reminder.Recipient), (snoozed.Schedule.Delay.ToTimeSpan(), snoozed.Notification.Text, snoozed.Recipient));
    }

    [Fact]
    public async Task Snooze_ClickedTwice_RegistersOneReminder()
    {
        var card = await DeliverAsync(await RemindAsync("stretch"));

        var first = await ClickAsync(Button(card, "20 minutes"));
        var second = await ClickAsync(Button(card, "20 minutes"));
        var other = await ClickAsync(Button(card, "3 hours"));

        Assert.Equal(TextsOf(first), TextsOf(second));
        Assert.Equal(["stretch", "Snoozed before"], TextsOf(other));
        Assert.Equal(2, Bot.Scheduler.Reminders.Count);
    }

    [Fact]
    public async Task Snooze_UntilTomorrowMorning_IsOnThePersonsClock()
    {
        await Bot.TakeAsync(Chat.Said("timezone Europe/Berlin"));
        var card = await DeliverAsync(await RemindAsync("stretch"));

        var shown = await ClickAsync(Button(card, "Tomorrow morning"), "2099-03-02T22:30:00Z");

        Assert.Equal("Snoozed until Tuesday, March 3, 2099 at 09:00 (Europe/Berlin)", TextsOf(shown)[1]);
    }

    [Fact]
    public async Task Done_Clicked_LeavesACardWithoutButtons()
    {
        var card = await DeliverAsync(await RemindAsync("stretch"));

        var shown = await ClickAsync(Button(card, "Done"));

        Assert.Equal(["stretch", "Done"], TextsOf(shown));
        Assert.Null(shown["actions"]);
        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Snooze_ByAnotherPerson_ShowsAndRegistersNothing()
    {
        var card = await DeliverAsync(await RemindAsync("a secret"));

        var shown = await ClickAsync(Button(card, "20 minutes"), userId: Stranger);

        Assert.Equal(["", "This reminder belongs to another person."], TextsOf(shown));
        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Snooze_OfAnUnknownReminder_SaysSo()
    {
        var shown = await ClickAsync(new JsonObject { ["verb"] = "snooze", ["data"] = new JsonObject { ["reminder"] = "unknown", ["minutes"] = 20 } });

        Assert.Equal("This reminder no longer exists.", TextsOf(shown)[1]);
    }

    [Theory]
    [InlineData("""{"verb":"explode","data":{"reminder":"x"}}""")]
    [InlineData("""{"verb":"snooze"}""")]
    [InlineData("""{"verb":"snooze","data":[]}""")]
    [InlineData("""{"verb":"snooze","data":{"reminder":5}}""")]
    [InlineData("""{"verb":5}""")]
    [InlineData("""{}""")]
    public async Task Click_ForgedButton_IsNotImplemented(string button)
    {
        using var answer = await Bot.PostAsync(Click(JsonNode.Parse(button)!.AsObject(), at: null, Chat.UserId));

        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Empty(Bot.Scheduler.Reminders);
    }

    private static List<string> TextsOf(JsonNode card) => [.. card["body"]!.AsArray().Select(block => (string)block!["inlines"]![0]!["text"]!)];

    private static JsonObject Button(JsonNode card, string title) => card["actions"]!.AsArray().Single(action => (string?)action!["title"] == title)!.DeepClone().AsObject();

    private async Task<Reminder> RemindAsync(string text)
    {
        await Bot.TakeAsync(Chat.Said($"remind me in 10 minutes to {text}"));
        return Bot.Scheduler.Reminders.Last();
    }

    private async Task<JsonNode> DeliverAsync(Reminder reminder)
    {
        var delivery = Deliveries.Of(reminder.Notification, reminder.Recipient);
        delivery.Id.ReminderId = reminder.Id;
        await Bot.DeliverAsync(delivery);
        return JsonNode.Parse(Chat.Messages.Last().Card)!;
    }

    private async Task<JsonNode> ClickAsync(JsonObject button, string? at = null, string? userId = null)
    {
        using var answer = await Bot.PostAsync(Click(button, at, userId ?? Chat.UserId));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var response = (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.Equal((200, "application/vnd.microsoft.card.adaptive"), ((int)response["statusCode"]!, (string)response["type"]!));
        return response["value"]!;
    }

    private Dictionary<string, object?> Click(JsonObject button, string? at, string userId) => Chat.Activity("invoke", $"click-{Guid.NewGuid()}", new()
    {
        ["name"] = "adaptiveCard/action",
        ["from"] = new { id = $"29:{userId}", aadObjectId = userId },
        ["timestamp"] = at,
        ["value"] = new { action = button, trigger = "manual" },
    });
}
