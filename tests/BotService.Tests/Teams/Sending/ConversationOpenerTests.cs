using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Nudge.Teams;
using Nudge.TeamsEmulator.Connector;
using Nudge.V1;
using Outcome = Nudge.V1.DeliveryResult.OutcomeOneofCase;

namespace Nudge.BotService.Tests.Teams.Sending;

/// <summary>Tests of deliveries to users who never wrote to the bot, but share a group chat or team with it.</summary>
public sealed class ConversationOpenerTests(LocalRedisProcess redis) : ReplicatedBotTest(redis)
{
    private Chat _team = null!;

    private IEnumerable<Message> Told => Bot.Teams.Messages.Where(message => message.ConversationId == $"a:{_team.UserId}");

    protected override ValueTask PrepareAsync()
    {
        _team = new Chat(Bot.Teams, "channel");
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Deliver_UserSeenInATeam_OpensTheConversationOnce()
    {
        await Bot.TakeAsync(_team.Activity("typing", "1", []));

        Assert.Equal(Outcome.Delivered, (await DeliverAsync("Stretch!")).OutcomeCase);
        Assert.Equal(Outcome.Delivered, (await DeliverAsync("Eat!")).OutcomeCase);

        Assert.Equal(["Stretch!", "Eat!"], Told.Select(message => message.Text));
        Assert.Equal((1, 3), (Bot.Teams.Openings, Bot.Teams.Requests));
    }

    [Fact]
    public async Task Deliver_UserJoinedATeam_OpensTheConversation()
    {
        await Bot.TakeAsync(Change("membersAdded"));

        Assert.Equal(Outcome.Delivered, (await DeliverAsync("Stretch!")).OutcomeCase);
        Assert.Single(Told);
    }

    [Fact]
    public async Task Deliver_UserNeverSeenInATeam_FindsTheUserThere()
    {
        var quiet = Bot.Teams.AddTeam(_team.Tenant, people: 3);
        await Bot.TakeAsync(_team.Activity("typing", "1", new() { ["conversation"] = new { id = quiet.Id, conversationType = "channel", tenantId = _team.Tenant } }));
        var person = quiet.People[2];

        var results = new List<Outcome>();
        for (var i = 0; i < 2; i++)
            results.Add((await Bot.DeliverAsync(Deliveries.Text("Stretch!", new Recipient { UserId = person.AadObjectId, TenantId = _team.Tenant }))).OutcomeCase);

        Assert.Equal([Outcome.Delivered, Outcome.Delivered], results);
        // Four requests: find the member, open the conversation, and send twice.
        Assert.Equal((1, 4), (Bot.Teams.Openings, Bot.Teams.Requests));
        Assert.Equal(2, Bot.Teams.Messages.Count(message => message.ConversationId == $"a:{person.UserId[3..]}"));
    }

    [Fact]
    public async Task Deliver_UserInNoTeam_IsUnreachableAfterAskingEachTeam()
    {
        await Bot.TakeAsync(_team.Activity("typing", "1", []));

        var result = await Bot.DeliverAsync(Deliveries.Text("Stretch!", new Recipient { UserId = "00000000-0000-0000-0000-00000000dead", TenantId = _team.Tenant }));

        Assert.Equal("the bot knows no conversation with this user, and no group chat or team of theirs", result.RecipientUnreachable?.Reason);
        Assert.Equal((0, 1), (Bot.Teams.Openings, Bot.Teams.Requests));
    }

    [Fact]
    public async Task Deliver_UserOfAnotherTenant_DoesNotCallTeams()
    {
        await Bot.TakeAsync(_team.Activity("typing", "1", []));

        await Bot.DeliverAsync(Deliveries.Text("Stretch!", new Recipient { UserId = "00000000-0000-0000-0000-00000000dead", TenantId = "another" }));

        Assert.Equal(0, Bot.Teams.Requests);
    }

    [Fact]
    public async Task Roster_ManyConversationsInATenant_KeepsTheLatestTwenty()
    {
        for (var i = 0; i < 25; i++)
        {
            Bot.Time.Advance(TimeSpan.FromSeconds(1));
            await Bot.TakeAsync(new Chat(Bot.Teams, "groupChat", i).Activity("typing", $"{i}", []));
        }

        var kept = await Bot.Services.GetRequiredService<Roster>().FindConversationsAsync("tenant");
        Assert.Equal(Enumerable.Range(5, 20).Reverse().Select(i => $"19:groupChat-chat-{i}"), kept.Select(conversation => conversation.ConversationId));
    }

    [Fact]
    public async Task Roster_ActivityInAThread_KeepsTheMemberButNotTheThread()
    {
        await Bot.TakeAsync(_team.Activity("typing", "1", new() { ["conversation"] = new { id = $"{_team.Id};messageid=1", conversationType = "channel", tenantId = _team.Tenant } }));

        Assert.Empty(await Bot.Services.GetRequiredService<Roster>().FindConversationsAsync(_team.Tenant));
        Assert.Equal(Outcome.Delivered, (await DeliverAsync("Stretch!")).OutcomeCase);
    }

    [Fact]
    public async Task Deliver_UserLeftTheTeam_IsUnreachable()
    {
        await Bot.TakeAsync(Change("membersAdded"));
        await Bot.TakeAsync(Change("membersRemoved"));
        Bot.Teams.FailNext(HttpStatusCode.NotFound, """{"error":{"code":"MemberNotFoundInConversation"}}""");

        Assert.Equal(Outcome.RecipientUnreachable, (await DeliverAsync("Stretch!")).OutcomeCase);
        Assert.Equal((0, 1), (Bot.Teams.Openings, Bot.Teams.Requests));
    }

    [Fact]
    public async Task Deliver_BotLeftTheTeam_IsUnreachableWithoutACall()
    {
        await Bot.TakeAsync(_team.Activity("typing", "1", []));
        await Bot.TakeAsync(_team.Uninstalled());

        Assert.Equal(Outcome.RecipientUnreachable, (await DeliverAsync("Stretch!")).OutcomeCase);
        Assert.Equal(0, Bot.Teams.Requests);
    }

    [Fact]
    public async Task Deliver_ManyAtOnceByTwoReplicas_OpensOnce()
    {
        await Bot.TakeAsync(_team.Activity("typing", "1", []));
        var opening = Bot.Teams.HoldNext();
        var first = Bot.DeliverAsync(Deliveries.Text("first", _team.User));
        await opening.Entered.Task;

        var others = await Task.WhenAll(Enumerable.Range(0, 3).SelectMany(_ => new[] { Bot, Replica }).Select(bot => bot.DeliverAsync(Deliveries.Text("another", _team.User))));
        opening.Open.SetResult();

        Assert.Equal(Outcome.Delivered, (await first).OutcomeCase);
        Assert.All(others, result => Assert.Equal(TimeSpan.FromSeconds(1), result.RetryLater?.After.ToTimeSpan()));
        Assert.Equal(Outcome.Delivered, (await Replica.DeliverAsync(Deliveries.Text("another", _team.User))).OutcomeCase);
        Assert.Equal(1, Bot.Teams.Openings);
    }

    [Fact]
    public async Task Deliver_ConversationOpenedMeanwhile_DoesNotOpenItAgain()
    {
        await Bot.TakeAsync(_team.Activity("typing", "1", []));
        await Bot.Redis.StringSetAsync($"nudge:opening:{_team.UserId}", "another");
        Assert.Equal(Outcome.RetryLater, (await DeliverAsync("Stretch!")).OutcomeCase);

        await Bot.TakeAsync(new Chat(Bot.Teams, "personal", 0).Activity("typing", "2", []));

        Assert.Equal(Outcome.Delivered, (await DeliverAsync("Stretch!")).OutcomeCase);
        Assert.Equal(0, Bot.Teams.Openings);
    }

    [Fact]
    public async Task Deliver_TeamsForbidsTheOpening_IsUnreachableUntilTheUserIsSeen()
    {
        await Bot.TakeAsync(_team.Activity("typing", "1", []));
        Bot.Scheduler.Resumed.Clear();
        Bot.Teams.FailNext(HttpStatusCode.Forbidden, """{"error":{"code":"ForbiddenOperationException"}}""");

        var result = await DeliverAsync("Stretch!");
        Assert.Equal("Teams answered 403 ForbiddenOperationException: the bot may not write to this conversation", result.RecipientUnreachable?.Reason);
        await Bot.TakeAsync(_team.Activity("typing", "2", []));

        Assert.Contains(new Recipient { UserId = _team.UserId }, Bot.Scheduler.Resumed);
        Assert.Equal(Outcome.Delivered, (await DeliverAsync("Stretch!")).OutcomeCase);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task Deliver_OpeningFails_IsRetryLaterAndThenDelivered(HttpStatusCode failure)
    {
        await Bot.TakeAsync(_team.Activity("typing", "1", []));
        Bot.Teams.FailNext(failure);
        var delivery = Deliveries.Text("Stretch!", _team.User);

        Assert.Equal(Outcome.RetryLater, (await Bot.DeliverAsync(delivery)).OutcomeCase);
        Assert.Empty(Told);

        Assert.Equal(Outcome.Delivered, (await Bot.DeliverAsync(delivery)).OutcomeCase);
        Assert.Single(Told);
    }

    [Fact]
    public async Task Deliver_UserUninstalledTheBot_IsUnreachableUntilTheUserIsSeen()
    {
        await Bot.TakeAsync(_team.Activity("typing", "1", []));
        await Bot.TakeAsync(Chat.Activity("typing", "2", []));
        await Bot.TakeAsync(Chat.Uninstalled());

        Assert.Equal(Outcome.RecipientUnreachable, (await DeliverAsync("Stretch!")).OutcomeCase);
        Assert.Equal(0, Bot.Teams.Requests);

        await Bot.TakeAsync(_team.Activity("typing", "3", []));
        Assert.Equal(Outcome.Delivered, (await DeliverAsync("Stretch!")).OutcomeCase);
    }

    [Fact]
    public async Task Deliver_OpensAConversation_CountsBothCalls()
    {
        await Bot.TakeAsync(_team.Activity("typing", "1", []));

        await DeliverAsync("Stretch!");

        Assert.Equal(2, await Bot.Redis.ListLengthAsync("nudge:calls:{tenant}"));
    }

    private Task<DeliveryResult> DeliverAsync(string text) => Bot.DeliverAsync(Deliveries.Text(text, _team.User));

    private Dictionary<string, object?> Change(string what) => _team.Activity("conversationUpdate", what, new()
    {
        ["from"] = new { id = "29:unknown" },
        [what] = new[] { new { id = _team.AccountId, aadObjectId = _team.UserId } },
    });
}
