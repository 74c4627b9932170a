using System.Net;
using System.Text;

namespace Nudge.BotService.Tests.Teams.Endpoint;

public sealed class BadActivityTests(LocalRedisProcess redis) : BotTest(redis)
{
    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"type":"message","conversation":{"id":"c"},"serviceUrl":"http://localhost""")]
    public Task Post_NotAnActivity_IsABadRequest(string body) => RefusesAsync(body, HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("""{"type":"message","serviceUrl":"http://localhost:1"}""")]
    [InlineData("""{"type":"message","serviceUrl":"http://localhost:1","conversation":{}}""")]
    [InlineData("""{"type":"message","serviceUrl":"http://localhost:1","conversation":{"id":""}}""")]
    [InlineData("""{"type":"message","conversation":{"id":"c"}}""")]
    [InlineData("""{"type":"message","serviceUrl":"ftp://localhost/","conversation":{"id":"c"}}""")]
    [InlineData("""{"type":"message","serviceUrl":"nonsense","conversation":{"id":"c"}}""")]
    [InlineData("""{"type":"message","serviceUrl":"http://localhost:1","conversation":{"id":"c"},"text":5}""")]
    [InlineData("""{"type":"message","serviceUrl":"http://localhost:1","conversation":"c"}""")]
    [InlineData("""{"type":"message","serviceUrl":"http://localhost:1","conversation":{"id":"c\u0000"}}""")]
    [InlineData("""{"type":"message","serviceUrl":"http://localhost:1","conversation":{"id":"c"},"from":{"aadObjectId":"\u0000"}}""")]
    public Task Post_MissingOrInvalidField_IsABadRequest(string body) => RefusesAsync(body, HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("""{"type":"message","serviceUrl":"http://localhost:1","conversation":{"id":"c"},"unknown":"\ud800"}""")]
    [InlineData("""{"type":"message","serviceUrl":"http://localhost:1","conversation":{"id":"c"},"\ud800":1}""")]
    [InlineData("""{"type":"message","serviceUrl":"http://localhost:1","conversation":{"id":"c"},"channelData":{"tenant":{"id":"\udc00x"}}}""")]
    public Task Post_HalfOfASurrogatePair_IsABadRequest(string body) => RefusesAsync(body, HttpStatusCode.BadRequest);

    [Theory]
    [InlineData(801, 1, 1)]
    [InlineData(1, 257, 1)]
    [InlineData(1, 1, 257)]
    public Task Post_IdOfMoreThanTheContractAllows_IsABadRequest(int conversation, int tenant, int user) => RefusesAsync(
        $$$"""{"type":"installationUpdate","action":"add","serviceUrl":"http://localhost:1","conversation":{"id":"{{{new string('c', conversation)}}}","tenantId":"{{{new string('t', tenant)}}}"},"from":{"aadObjectId":"{{{new string('u', user)}}}"}}""",
        HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("https://smba.trafficmanager.net.example.com/emea/")]
    [InlineData("http://localhost.example.com/")]
    [InlineData("http://10.0.0.1/")]
    public Task Post_ServiceUrlOnAnotherMachine_IsForbidden(string serviceUrl) =>
        RefusesAsync($$$"""{"type":"message","text":"list","serviceUrl":"{{{serviceUrl}}}","conversation":{"id":"c"}}""", HttpStatusCode.Forbidden);

    [Fact]
    public Task Post_TenMegabytes_IsTooLarge() =>
        RefusesAsync($$"""{"type":"message","text":"{{new string('x', 10_000_000)}}"}""", HttpStatusCode.RequestEntityTooLarge);

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.1")]
    [InlineData("Origin", "https://example.com")]
    public async Task Post_ForwardedOrFromABrowser_IsForbidden(string header, string value)
    {
        Bot.Http.DefaultRequestHeaders.Add(header, value);

        await RefusesAsync("""{"type":"message","serviceUrl":"http://localhost:1","conversation":{"id":"c"}}""", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Post_UnknownType_UpdatesTheConversation()
    {
        await Bot.TakeAsync(Chat.Activity("somethingNew", "1", []));

        var result = await Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.Conversation));

        Assert.Equal("Stretch!", Assert.Single(Chat.Messages).Text);
        Assert.Equal(Chat.Messages.Single().Id, result.Delivered.MessageId);
    }

    [Theory]
    [InlineData("channelData", "a string")]
    [InlineData("channelData", null)]
    [InlineData("entities", new object?[] { null })]
    [InlineData("membersAdded", new object?[] { null })]
    [InlineData("membersRemoved", new object?[] { null })]
    public async Task Post_UnexpectedShapeOfAField_IsAccepted(string field, object? value)
    {
        await Bot.TakeAsync(Chat.Activity("message", "1", new() { ["text"] = "list", [field] = value }));

        Assert.Equal("You have no reminders.", Assert.Single(Chat.Messages).Text);
    }

    [Fact]
    public async Task Post_Invoke_IsNotImplemented()
    {
        using var response = await Bot.PostAsync(Chat.Activity("invoke", "1", new() { ["name"] = "task/fetch" }));

        Assert.Equal(HttpStatusCode.NotImplemented, response.StatusCode);
    }

    private async Task RefusesAsync(string body, HttpStatusCode status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        // Expect-Continue: a server that refuses a large body does not have to read it.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = content, Headers = { ExpectContinue = true } };

        using var response = await Bot.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(0, (long)await Bot.Redis.ExecuteAsync("DBSIZE"));
        Assert.Equal(0, Bot.Teams.Requests);
    }
}
