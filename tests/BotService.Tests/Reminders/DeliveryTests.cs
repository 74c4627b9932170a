using System.Diagnostics;
using System.Net;
using Google.Protobuf.WellKnownTypes;
using Nudge.Servers;
using Nudge.Tests;
using Nudge.V1;
using Outcome = Nudge.V1.DeliveryResult.OutcomeOneofCase;

namespace Nudge.BotService.Tests.Reminders;

public sealed class DeliveryTests(LocalRedisProcess redis) : BotTest(redis)
{
    [Fact]
    public async Task Deliver_SendProactive_SaysHeyToTheUser()
    {
        await Bot.TakeAsync(Chat.Said("hello"));

        var result = await Bot.DeliverAsync(Deliveries.Of(new Notification { Handler = "Notifications.SendProactive" }, Chat.User));

        Assert.Equal("Hey! It's been a while. How are you?", Chat.Messages.Last().Text);
        Assert.Equal(Chat.Messages.Last().Id, result.Delivered.MessageId);
    }

    [Theory]
    [InlineData("Notifications.SendProactive")]
    [InlineData("Notifications.SendText")]
    public async Task Deliver_UnknownUser_IsUnreachableAndSendsNothing(string handler)
    {
        var result = await Bot.DeliverAsync(Deliveries.Of(new Notification { Handler = handler, Text = "Stretch!" }, Chat.User));

        Assert.Equal(Outcome.RecipientUnreachable, result.OutcomeCase);
        Assert.NotEmpty(result.RecipientUnreachable.Reason);
        Assert.Equal(0, Bot.Teams.Requests);
    }

    [Fact]
    public async Task Deliver_UserAndConversation_GoesToTheConversation()
    {
        var group = new Chat(Bot.Teams, "groupChat");
        await Bot.TakeAsync(Chat.Said("hello"));
        await Bot.TakeAsync(group.Said("hello"));

        await Bot.DeliverAsync(Deliveries.Text("Meet!", new Recipient { UserId = Chat.UserId, ConversationId = group.Id }));

        Assert.Equal("Meet!", group.Messages.Last().Text);
    }

    [Fact]
    public async Task Deliver_NoText_IsRejected()
    {
        await Bot.TakeAsync(Chat.Said("hello"));

        var result = await Bot.DeliverAsync(Deliveries.Of(new Notification { Handler = "Notifications.SendText" }, Chat.User));

        Assert.Equal(Outcome.Rejected, result.OutcomeCase);
        Assert.Equal(1, Bot.Teams.Requests);
    }

    [Fact]
    public async Task Deliver_TeamsAnswers500_IsAmbiguousAfterOneRequest()
    {
        var before = await SpeakAsync();
        Bot.Teams.FailNext(HttpStatusCode.InternalServerError);

        var result = await Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.User));

        Assert.Equal(Outcome.Ambiguous, result.OutcomeCase);
        Assert.Equal(before + 1, Bot.Teams.Requests);
    }

    [Fact]
    public async Task Deliver_TeamsAnswers429_IsRetryLaterAfterItsRetryAfter()
    {
        var before = await SpeakAsync();
        Bot.Teams.FailNext(HttpStatusCode.TooManyRequests, retryAfter: 7);

        var result = await Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.User));

        Assert.Equal(TimeSpan.FromSeconds(7), result.RetryLater.After.ToTimeSpan());
        Assert.Equal(before + 1, Bot.Teams.Requests);
    }

    [Fact]
    public async Task Deliver_TeamsAnswers429WithoutRetryAfter_HoldsConversationAndLaneForOneToTwoSeconds()
    {
        await SpeakAsync();
        Bot.Teams.FailNext(HttpStatusCode.TooManyRequests);

        var result = await Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.User));
        var next = await Bot.DeliverAsync(Deliveries.Text("Eat!", Chat.User));

        Assert.True(result.RetryLater.HoldsLane);
        Assert.InRange(result.RetryLater.After.ToTimeSpan(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Equal((Outcome.RetryLater, "rate limited: Teams' limits have no room"), (next.OutcomeCase, next.RetryLater?.Reason));
    }

    [Fact]
    public async Task Deliver_TeamsAnswers401_LogsThatTheConfigurationIsWrong()
    {
        Bot.Errors.Expect("Check its registration");
        await SpeakAsync();
        Bot.Teams.FailNext(HttpStatusCode.Unauthorized);

        var result = await Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.User));

        Assert.Equal(TimeSpan.FromMinutes(1), result.RetryLater.After.ToTimeSpan());
        Assert.Contains(Bot.Errors.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deliver_TeamsAnswers404_ForgetsTheConversation()
    {
        var before = await SpeakAsync();
        Bot.Teams.FailNext(HttpStatusCode.NotFound);

        Assert.Equal(Outcome.RecipientUnreachable, (await Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.User))).OutcomeCase);
        Assert.Equal(Outcome.RecipientUnreachable, (await Bot.DeliverAsync(Deliveries.Text("Eat!", Chat.Conversation))).OutcomeCase);

        Assert.Equal(before + 1, Bot.Teams.Requests);
    }

    [Fact]
    public async Task Deliver_ConnectionDropped_IsAmbiguousAfterOneRequest()
    {
        var before = await SpeakAsync();
        Bot.Teams.DropNext();

        Assert.Equal(Outcome.Ambiguous, (await Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.User))).OutcomeCase);
        Assert.Equal(before + 1, Bot.Teams.Requests);
    }

    [Fact]
    public async Task Deliver_ServerDoesNotListen_IsRetryLater()
    {
        var elsewhere = Chat.Activity("somethingNew", "1", new() { ["serviceUrl"] = $"http://127.0.0.1:{FreePort.Find()}" });
        await Bot.TakeAsync(elsewhere);

        Assert.Equal(Outcome.RetryLater, (await Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.User))).OutcomeCase);
    }

    [Fact]
    public async Task Deliver_TeamsHangs_IsAmbiguousAfterTenSeconds()
    {
        await SpeakAsync();
        var held = Bot.Teams.HoldNext();

        var delivering = Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.User));
        await held.Entered.Task;
        Bot.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(Outcome.Ambiguous, (await delivering).OutcomeCase);
    }

    [Fact]
    public async Task Deliver_ManyOverOneStream_AnswersEachOnce()
    {
        var deliveries = (await ManyAsync(200)).Select(chat => Deliveries.Text("Stretch!", chat.User)).ToList();

        var results = await Bot.DeliverAsync(deliveries);

        Assert.All(results, result => Assert.Equal(Outcome.Delivered, result.OutcomeCase));
        Assert.Equal(deliveries.Select(delivery => delivery.Id.ReminderId).Order(), results.Select(result => result.Id.ReminderId).Order());
    }

    [Fact]
    public async Task Deliver_OneHangs_OthersDoNotWait()
    {
        await SpeakAsync();
        var held = Bot.Teams.HoldNext();
        var hanging = Bot.DeliverAsync(Deliveries.Text("one", Chat.User));
        await held.Entered.Task;

        Assert.Equal(Outcome.Delivered, (await Bot.DeliverAsync(Deliveries.Text("two", Chat.User))).OutcomeCase);

        held.Open.SetResult();
        Assert.Equal(Outcome.Delivered, (await hanging).OutcomeCase);
    }

    [Fact]
    public async Task Deliver_UnknownHandler_IsRetryLaterForAnHourThenRejected()
    {
        await SpeakAsync();
        var delivery = Deliveries.Of(new Notification { Handler = "Notifications.OfTheNextVersion" }, Chat.User);

        Assert.Equal(Outcome.RetryLater, (await Bot.DeliverAsync(delivery)).OutcomeCase);
        Bot.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(Outcome.RetryLater, (await Bot.DeliverAsync(delivery)).OutcomeCase);
        Bot.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(Outcome.Rejected, (await Bot.DeliverAsync(delivery)).OutcomeCase);
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("https://other.trafficmanager.net/")]
    public async Task Deliver_ServiceUrlIsNotTeams_IsUnreachableWithoutACall(string serviceUrl)
    {
        await SpeakAsync();
        var requests = Bot.Teams.Requests;
        await Bot.Redis.HashSetAsync($"nudge:conversation:id:{Chat.Id}", "serviceUrl", serviceUrl);

        var result = await Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.User));

        Assert.Equal("the conversation's service URL is not a Teams address", result.RecipientUnreachable.Reason);
        Assert.Equal(requests, Bot.Teams.Requests);
    }

    [Fact]
    public async Task Deliver_Malformed_IsRejected()
    {
        Assert.Equal(Outcome.Rejected, (await Bot.DeliverAsync(new Delivery())).OutcomeCase);
    }

    [Theory]
    [InlineData(253_402_300_799, 0, Outcome.RetryLater)]
    [InlineData(253_402_300_800, 0, Outcome.Rejected)]
    [InlineData(0, -1, Outcome.Rejected)]
    public async Task Deliver_DueAtTheEndOfTime_IsAnswered(long seconds, int nanos, Outcome outcome)
    {
        var delivery = Deliveries.Of(new Notification { Handler = "Notifications.OfTheNextVersion" }, Chat.User);
        delivery.Due = new Timestamp { Seconds = seconds, Nanos = nanos };

        Assert.Equal(outcome, (await Bot.DeliverAsync(delivery)).OutcomeCase);
    }

    [Fact]
    public async Task Deliver_WithATraceParent_RunsTheHandlerAndTheSendInThatTrace()
    {
        await SpeakAsync();
        var delivery = Deliveries.Text("Stretch!", Chat.User);
        delivery.TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        using var spans = Listen();

        await Bot.DeliverAsync(delivery);

        var run = Assert.Single(InTrace(spans, "0af7651916cd43dd8448eb211c80319c"), span => span.Source.Name == "Nudge.Client");
        Assert.Equal(("run handler Notifications.SendText", "b7ad6b7169203331"), (run.OperationName, run.ParentSpanId.ToHexString()));
        Assert.Equal((delivery.Id.ReminderId, delivery.Id.Occurrence), (run.GetTagItem("nudge.reminder.id"), run.GetTagItem("nudge.reminder.occurrence")));
        Assert.Equal(("Notifications.SendText", "delivered"), (run.GetTagItem("nudge.handler"), run.GetTagItem("nudge.outcome")));
        var call = Assert.Single(InTrace(spans, "0af7651916cd43dd8448eb211c80319c"), span => span.Source.Name == "System.Net.Http");
        Assert.Equal(run.SpanId, call.ParentSpanId);
        Assert.Equal(call.Id, Chat.Messages.Last().TraceParent);
    }

    [Fact]
    public async Task Deliver_AmbiguousOutcome_SetsTheSpansStatus()
    {
        await SpeakAsync();
        Bot.Teams.FailNext(HttpStatusCode.InternalServerError);
        var delivery = Deliveries.Text("Stretch!", Chat.User);
        delivery.TraceParent = "00-0af7651916cd43dd8448eb211c80319e-b7ad6b7169203331-01";
        using var spans = Listen();

        await Bot.DeliverAsync(delivery);

        var run = Assert.Single(InTrace(spans, "0af7651916cd43dd8448eb211c80319e"), span => span.Source.Name == "Nudge.Client");
        Assert.Equal(("ambiguous", ActivityStatusCode.Error), (run.GetTagItem("nudge.outcome"), run.Status));
    }

    /// <summary>Makes the given number of users known to the bot, in enough tenants to write to all of them at once.</summary>
    private async Task<IReadOnlyList<Chat>> ManyAsync(int count)
    {
        var chats = Enumerable.Range(1, count).Select(number => new Chat(Bot.Teams, "personal", number)).ToList();
        foreach (var chat in chats)
            await Bot.TakeAsync(chat.Activity("typing", "typing", []));
        return chats;
    }

    /// <summary>Records the spans of handlers and of calls to Teams.</summary>
    private static Spans Listen() => new("Nudge.Client", "System.Net.Http");

    private static IEnumerable<Activity> InTrace(Spans spans, string traceId) => spans.Ended.Where(span => span.TraceId.ToHexString() == traceId);

    /// <summary>Makes the conversation known to the bot.</summary>
    /// <returns>The number of requests to Teams so far.</returns>
    private async Task<int> SpeakAsync()
    {
        await Bot.TakeAsync(Chat.Said("hello"));
        return Bot.Teams.Requests;
    }
}
