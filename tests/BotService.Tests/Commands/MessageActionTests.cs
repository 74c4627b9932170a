using System.Net;
using System.Text.Json.Nodes;

namespace Nudge.BotService.Tests.Commands;

/// <summary>Tests of "Remind me about this", the action of a message.</summary>
public sealed class MessageActionTests(LocalRedisProcess redis) : CardTest(redis)
{
    private const string Link = "https://teams.microsoft.com/l/message/19:chat@thread.v2/1";

    [Fact]
    public async Task Fetch_ForAMessage_ShowsAFormWithItsText()
    {
        await SayAsync("hello");

        var answer = await InvokeAsync(Fetch());

        Assert.Equal(("continue", "Remind me about this"), ((string)answer["task"]!["type"]!, (string)answer["task"]!["value"]!["title"]!));
        Assert.Equal("Please review & sign < today", (string)FormIn(answer)["body"]![0]!["value"]!);
    }

    [Fact]
    public async Task Submit_WithATime_RemindsInThePersonalChatWithALink()
    {
        await SayAsync("hello");

        var answer = await InvokeAsync(Submit("review", "in 2 hours"));

        Assert.Equal("message", (string)answer["task"]!["type"]!);
        Assert.StartsWith("I'll remind you in 2 hours, on ", (string)answer["task"]!["value"]!, StringComparison.Ordinal);
        var reminder = Assert.Single(Bot.Scheduler.Reminders);
        Assert.Equal(Chat.User, reminder.Recipient);
        var card = await DeliverAsync(reminder);
        Assert.Equal(Link, (string)Button(card, "Open the message")["url"]!);
        Assert.Equal("review", TextsOf(card)[0]);
    }

    [Theory]
    [InlineData("review", "whenever", "I don't understand that time.")]
    [InlineData("review", "", "I don't understand that time.")]
    [InlineData("review", "on march 1, 2026", "That time has passed")]
    [InlineData("review", "tomorrow at 3", "That can mean ")]
    [InlineData("", "in 2 hours", "What about?")]
    public async Task Submit_ThatCannotBeScheduled_ShowsTheFormAgain(string text, string when, string problem)
    {
        await SayAsync("hello");

        var form = FormIn(await InvokeAsync(Submit(text, when)));

        Assert.StartsWith(problem, (string)form["body"]![0]!["inlines"]![0]!["text"]!, StringComparison.Ordinal);
        Assert.Equal((text, when), ((string)form["body"]![1]!["value"]!, (string)form["body"]![2]!["value"]!));
        Assert.Empty(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Submit_RepeatedActivity_RegistersOneReminder()
    {
        await SayAsync("hello");
        var submit = Submit("review", "in 2 hours");

        await InvokeAsync(submit);
        await InvokeAsync(submit);

        Assert.Single(Bot.Scheduler.Reminders);
    }

    [Theory]
    [InlineData("http://teams.microsoft.com/l/message/1")]
    [InlineData("https://teams.microsoft.com.example.com/l/message/1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task Submit_WithAForeignLink_RemindsWithoutIt(string link)
    {
        await SayAsync("hello");

        await InvokeAsync(Submit("review", "in 2 hours", link));

        Assert.DoesNotContain("Open the message", TitlesOf(await DeliverAsync(Assert.Single(Bot.Scheduler.Reminders))));
    }

    [Fact]
    public async Task Fetch_ByAPersonWhomTheBotDoesNotKnow_AsksForAMessage()
    {
        var answer = await InvokeAsync(Fetch());

        Assert.Equal("Write me a message first, so that I know where to remind you.", (string)answer["task"]!["value"]!);
    }

    /// <summary>The bot cannot write to a chat in which only its action was used.</summary>
    [Fact]
    public async Task Fetch_InAForeignChat_DoesNotRecordTheChat()
    {
        await SayAsync("hello");
        var fetch = Fetch();
        fetch["conversation"] = new { id = "19:of-two-people", conversationType = "personal", tenantId = Chat.Tenant };

        await InvokeAsync(fetch);

        Assert.False(await Bot.Redis.KeyExistsAsync("nudge:conversation:id:19:of-two-people"));
        Assert.Equal(Chat.Id, await Bot.Redis.StringGetAsync($"nudge:conversation:user:{Chat.UserId}"));
    }

    [Theory]
    [InlineData("composeExtension/query", "remind")]
    [InlineData("composeExtension/fetchTask", "explode")]
    [InlineData("fileConsent/invoke", "remind")]
    public async Task Invoke_OfAnotherKind_IsNotImplemented(string name, string command)
    {
        using var answer = await Bot.PostAsync(Chat.Activity("invoke", "other", new() { ["name"] = name, ["value"] = new { commandId = command } }));

        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
    }

    private static JsonNode FormIn(JsonNode answer) => answer["task"]!["value"]!["card"]!["content"]!;

    private Dictionary<string, object?> Fetch() => Chat.Activity("invoke", "fetch", new()
    {
        ["name"] = "composeExtension/fetchTask",
        ["value"] = new { commandId = "remind", commandContext = "message", messagePayload = PayloadOf(Link) },
    });

    private Dictionary<string, object?> Submit(string text, string when, string link = Link) => Chat.Activity("invoke", "submit", new()
    {
        ["name"] = "composeExtension/submitAction",
        ["value"] = new { commandId = "remind", commandContext = "message", data = new { text, when }, messagePayload = PayloadOf(link) },
    });

    private static object PayloadOf(string link) => new { id = "1", body = new { contentType = "html", content = "<p>Please <b>review</b> &amp; sign\n&lt; today</p>" }, linkToMessage = link };
}
