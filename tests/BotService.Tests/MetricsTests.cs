using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.BotService.Tests;

/// <summary>Tests that each instrument records measurements.</summary>
public sealed class MetricsTests(LocalRedisProcess redis) : BotTest(redis)
{
    [Fact]
    public async Task Receipts_OfDeliveries_AreCountedByResult()
    {
        await Bot.TakeAsync(Chat.Said("hello"));
        using var measured = Measure("nudge.receipt.outcomes");
        var told = Deliveries.Text("Stretch!", Chat.User);
        var doubtful = Deliveries.Text("Eat!", Chat.User);
        var stranger = Deliveries.Text("Sleep!", new Recipient { UserId = Guid.NewGuid().ToString() });

        await Bot.DeliverAsync(told);
        await Bot.DeliverAsync(told);
        await Bot.DeliverAsync(stranger);
        Bot.Teams.FailNext(HttpStatusCode.InternalServerError);
        await Bot.DeliverAsync(doubtful);
        await Bot.DeliverAsync(doubtful);

        Assert.Equal([1], measured.Of("nudge.receipt.outcomes", ("nudge.result", "sent")));
        Assert.Equal([1], measured.Of("nudge.receipt.outcomes", ("nudge.result", "repeated")));
        Assert.Equal([1], measured.Of("nudge.receipt.outcomes", ("nudge.result", "not_sent")));
        Assert.Equal([1, 1], measured.Of("nudge.receipt.outcomes", ("nudge.result", "in_doubt")));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "ok")]
    [InlineData(HttpStatusCode.TooManyRequests, "throttled")]
    [InlineData(HttpStatusCode.Unauthorized, "unauthorized")]
    [InlineData(HttpStatusCode.Forbidden, "recipient_unreachable")]
    [InlineData(HttpStatusCode.BadRequest, "refused")]
    [InlineData(HttpStatusCode.BadGateway, "ambiguous")]
    public async Task CallsToTeams_WithEachAnswer_AreTimedByResult(HttpStatusCode answer, string result)
    {
        Bot.Errors.Expect("Teams");
        await Bot.TakeAsync(Chat.Said("hello"));
        using var measured = Measure("nudge.teams.call.duration");
        if (answer != HttpStatusCode.OK)
            Bot.Teams.FailNext(answer);

        await Bot.DeliverAsync(Deliveries.Text("Stretch!", Chat.User));

        Assert.InRange(Assert.Single(measured.Of("nudge.teams.call.duration", ("nudge.operation", "send"), ("nudge.result", result))), 0, 20);
    }

    [Fact]
    public async Task CallsToTeams_OfEachKind_AreTimedByOperation()
    {
        var team = new Chat(Bot.Teams, "channel");
        var quiet = Bot.Teams.AddTeam(team.Tenant, people: 1);
        await Bot.TakeAsync(team.Activity("typing", "1", new() { ["conversation"] = new { id = quiet.Id, conversationType = "channel", tenantId = team.Tenant } }));
        using var measured = Measure("nudge.teams.call.duration");

        await Bot.DeliverAsync(Deliveries.Text("Stretch!", new Recipient { UserId = quiet.People[0].AadObjectId, TenantId = team.Tenant }));

        Assert.All(
            ["find_member", "open_conversation", "send"],
            operation => Assert.Single(measured.Of("nudge.teams.call.duration", ("nudge.operation", operation), ("nudge.result", "ok"))));
    }

    private Measurements Measure(string instrument) => new(instrument) { Factory = Bot.Services.GetRequiredService<IMeterFactory>() };
}
