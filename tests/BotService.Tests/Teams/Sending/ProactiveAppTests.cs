using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Teams.Apps;
using Nudge.Client;
using Nudge.Teams;

namespace Nudge.BotService.Tests.Teams.Sending;

/// <summary>Tests of sending without a receipt, as a handler or an endpoint of another bot does.</summary>
public sealed class ProactiveAppTests(LocalRedisProcess redis) : BotTest(redis)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ProactiveApp App => Bot.Services.GetRequiredService<ProactiveApp>();

    [Fact]
    public async Task Send_ToAUser_ReachesThePersonalConversation()
    {
        await Bot.TakeAsync(Chat.Activity("typing", "1", []));

        var id = await App.Send(Chat.UserId, "Stretch!", Stop);

        Assert.Equal((id, "Stretch!"), (Assert.Single(Chat.Messages).Id, Chat.Messages.Single().Text));
    }

    [Fact]
    public async Task Send_ToAConversation_ReachesIt()
    {
        var team = new Chat(Bot.Teams, "channel");
        await Bot.TakeAsync(team.Activity("typing", "1", []));

        await App.Send(team.Id, "Stretch!", Stop);

        Assert.Equal("Stretch!", Assert.Single(team.Messages).Text);
    }

    [Fact]
    public async Task Send_ToAUserWhoseIdIsNoGuid_ReachesThePersonalConversation()
    {
        await Bot.TakeAsync(Chat.Activity("typing", "1", new() { ["from"] = new { id = "user-id-0", aadObjectId = "00000000-0000-0000-0000-0000000000020" } }));

        await App.Send("00000000-0000-0000-0000-0000000000020", "Stretch!", Stop);

        Assert.Single(Chat.Messages);
    }

    [Fact]
    public async Task Send_ACard_ReachesTheConversation()
    {
        await Bot.TakeAsync(Chat.Activity("typing", "1", []));
        var card = new JsonObject { ["type"] = "AdaptiveCard", ["version"] = "1.5" };

        await App.Send(Chat.UserId, new MessageActivityInput().AddAdaptiveCardAttachment(card), Stop);

        Assert.Equal(card.ToJsonString(), Assert.Single(Chat.Messages).Card);
    }

    [Fact]
    public async Task Send_ToAnUnknownUser_ThrowsTheOutcome()
    {
        var failure = await Assert.ThrowsAsync<NotDeliveredException>(() => App.Send(Guid.NewGuid().ToString(), "Stretch!", Stop));

        Assert.IsType<DeliveryOutcome.RecipientUnreachable>(failure.Outcome);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, typeof(DeliveryOutcome.RecipientUnreachable))]
    [InlineData(HttpStatusCode.TooManyRequests, typeof(DeliveryOutcome.RetryLater))]
    [InlineData(HttpStatusCode.BadRequest, typeof(DeliveryOutcome.Rejected))]
    [InlineData(HttpStatusCode.BadGateway, typeof(DeliveryOutcome.Ambiguous))]
    public async Task Send_TeamsRefuses_ThrowsTheOutcome(HttpStatusCode status, Type outcome)
    {
        await Bot.TakeAsync(Chat.Activity("typing", "1", []));
        Bot.Teams.FailNext(status);

        var failure = await Assert.ThrowsAsync<NotDeliveredException>(() => App.Send(Chat.UserId, "Stretch!", Stop));

        Assert.IsType(outcome, failure.Outcome);
    }
}
