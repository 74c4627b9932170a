using System.Net;

namespace Nudge.BotService.Tests.Reminders;

public sealed class RemindMeTests(LocalRedisProcess redis) : BotTest(redis)
{
    [Fact]
    public async Task Post_NoConversation_IsAConflictWithTheReason()
    {
        using var response = await PostAsync("/remind-me");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("the bot knows no conversation yet", await TextOf(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_SeveralConversations_RemindsTheLatest()
    {
        await Bot.TakeAsync(new Chat(Bot.Teams, "groupChat").Said("hello"));
        await Bot.TakeAsync(Chat.Said("hello"));

        using var response = await PostAsync("/remind-me");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var reminder = Assert.Single(Bot.Scheduler.Reminders);
        Assert.Equal(Chat.Id, reminder.Recipient.ConversationId);
        Assert.Equal("Stretch!", reminder.Notification.Text);
        Assert.Equal(TimeSpan.FromSeconds(10), reminder.Schedule.Delay.ToTimeSpan());
        Assert.Contains(reminder.Id, await TextOf(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WithInAndText_SetsDelayAndText()
    {
        await Bot.TakeAsync(Chat.Said("hello"));

        using var response = await PostAsync("/remind-me?in=5m&text=Eat");

        var reminder = Assert.Single(Bot.Scheduler.Reminders);
        Assert.Equal("Eat", reminder.Notification.Text);
        Assert.Equal(TimeSpan.FromMinutes(5), reminder.Schedule.Delay.ToTimeSpan());
    }

    [Theory]
    [InlineData("/remind-me?in=soon")]
    [InlineData("/remind-me?in=9000d")]
    public async Task Post_ImpossibleDelay_IsABadRequest(string path)
    {
        await Bot.TakeAsync(Chat.Said("hello"));

        using var response = await PostAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(Bot.Scheduler.Reminders);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("Origin", "https://example.com")]
    public async Task Post_ForwardedOrFromABrowser_IsForbidden(string header, string value)
    {
        await Bot.TakeAsync(Chat.Said("hello"));
        Bot.Http.DefaultRequestHeaders.Add(header, value);

        using var response = await PostAsync("/remind-me");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(Bot.Scheduler.Reminders);
    }

    [Fact]
    public async Task Post_LatestConversationForgotten_IsAConflict()
    {
        await Bot.TakeAsync(Chat.Said("hello"));
        await Bot.TakeAsync(Chat.Uninstalled());

        using var response = await PostAsync("/remind-me");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
    }

    private Task<HttpResponseMessage> PostAsync(string path) => Bot.Http.PostAsync(path, content: null, TestContext.Current.CancellationToken);

    private static Task<string> TextOf(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
