using System.Net;
using Nudge.TeamsEmulator.Conversations;
using Nudge.V1;

namespace Nudge.EndToEnd.EmulatedTeams;

/// <summary>Tests the outcome of a reminder for each kind of Teams' answer, from the gRPC call to the person's chat.</summary>
[Collection(InOneTeams.Name)]
public sealed class OutcomeTests(EmulatedTeamsFixture fixture)
{
    private const string Blocked = """{"error":{"code":"ConversationBlockedByUser","message":"The user blocked the bot."}}""";
    private const string NotThere = """{"error":{"code":"ConversationNotFound","message":"Conversation not found."}}""";

    [Fact]
    public async Task Deliver_AcceptedByTeams_IsDeliveredWithTheMessageId()
    {
        var conversation = await fixture.MeetAsync("contoso");

        var reminder = await CreateAsync(conversation);

        var delivered = await AwaitAsync(reminder, ReminderState.Delivered);
        var message = Assert.Single(fixture.MessagesOf(conversation));
        Assert.Equal((message.Id, message.Text), (delivered.MessageId, reminder.Notification.Text));
    }

    [Fact]
    public async Task Deliver_UnknownUserInATeam_OpensOneChatAndDelivers()
    {
        var team = fixture.Teams.Population.AddTeam("contoso", people: 3);
        Assert.Equal(HttpStatusCode.OK, await fixture.Teams.PostAsync(team, "installationUpdate", action: "add"));
        var quiet = team.People[2];
        var openings = fixture.Teams.Messages.Openings;

        var reminders = new List<Reminder>();
        for (var i = 0; i < 3; i++)
            reminders.Add((await fixture.Scheduler.CreateAsync(fixture.Request(quiet, team.Tenant, TimeProvider.System.GetUtcNow()))).Reminder);

        foreach (var reminder in reminders)
            await AwaitAsync(reminder, ReminderState.Delivered);
        Assert.Equal(openings + 1, fixture.Teams.Messages.Openings);
        Assert.Equal(
            reminders.Select(reminder => reminder.Notification.Text).Order(),
            fixture.Teams.Messages.Messages.Where(message => message.ConversationId == $"a:{quiet.UserId[3..]}").Select(message => message.Text).Order());
    }

    [Fact]
    public async Task Deliver_Throttled_RetriesAfterTheDelayWithoutAnAttempt()
    {
        var conversation = await fixture.MeetAsync("fabrikam");
        conversation.Script([new Fault(FaultKind.Answer, 429, RetryAfter: 2)]);
        var asked = TimeProvider.System.GetUtcNow();

        var delivered = await AwaitAsync(await CreateAsync(conversation), ReminderState.Delivered);

        Assert.Equal(0, delivered.Attempt);
        Assert.InRange(Assert.Single(fixture.MessagesOf(conversation)).At - asked, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Deliver_MessageTooBig_FailsWithoutARetry()
    {
        var conversation = await fixture.MeetAsync("contoso");
        conversation.Script([new Fault(FaultKind.Answer, 413, """{"error":{"code":"MessageSizeTooBig"}}""")]);

        var failed = await AwaitAsync(await CreateAsync(conversation), ReminderState.Failed);

        Assert.Equal("rejected: Teams answered 413 MessageSizeTooBig: the message was refused", failed.LastError);
        Assert.Empty(fixture.MessagesOf(conversation));
    }

    [Fact]
    public async Task Deliver_BotBlocked_IsPausedUntilTheUserWrites()
    {
        var conversation = await fixture.MeetAsync("contoso");
        conversation.Script([new Fault(FaultKind.Answer, 403, Blocked)]);

        var reminder = await CreateAsync(conversation);
        var paused = await AwaitAsync(reminder, ReminderState.Paused);
        Assert.Equal([PauseCause.Recipient], paused.PauseCauses);
        Assert.Equal(HttpStatusCode.OK, await fixture.Teams.PostAsync(conversation, "message", "help"));

        await AwaitAsync(reminder, ReminderState.Delivered);
        Assert.Single(fixture.MessagesOf(conversation), message => message.Text == reminder.Notification.Text);
    }

    [Fact]
    public async Task Deliver_ConversationGone_IsPausedUntilTheNextInstallation()
    {
        var conversation = await fixture.MeetAsync("contoso");
        conversation.Script([new Fault(FaultKind.Answer, 404, NotThere)]);

        var reminder = await CreateAsync(conversation);
        await AwaitAsync(reminder, ReminderState.Paused);
        Assert.Equal(HttpStatusCode.OK, await fixture.Teams.PostAsync(conversation, "installationUpdate", action: "add"));

        await AwaitAsync(reminder, ReminderState.Delivered);
        Assert.Single(fixture.MessagesOf(conversation), message => message.Text == reminder.Notification.Text);
    }

    [Theory]
    [InlineData(FaultKind.Answer)]
    [InlineData(FaultKind.Cut)]
    public async Task Deliver_AmbiguousWithRetryPolicy_SendsAgain(FaultKind kind)
    {
        var conversation = await fixture.MeetAsync("contoso");
        conversation.Script([new Fault(kind, 500, Accepts: true)]);

        var delivered = await AwaitAsync(await CreateAsync(conversation, AmbiguousPolicy.Retry), ReminderState.Delivered);

        Assert.Equal(1, delivered.Attempt);
        Assert.Equal(2, fixture.MessagesOf(conversation).Count);
    }

    [Theory]
    [InlineData(FaultKind.Answer, true)]
    [InlineData(FaultKind.Answer, false)]
    [InlineData(FaultKind.Cut, true)]
    [InlineData(FaultKind.Hang, true)]
    public async Task Deliver_AmbiguousWithDropPolicy_FailsWithoutARetry(FaultKind kind, bool accepts)
    {
        var conversation = await fixture.MeetAsync("contoso");
        conversation.Script([new Fault(kind, 502, Accepts: accepts)]);

        var failed = await AwaitAsync(await CreateAsync(conversation, AmbiguousPolicy.Drop), ReminderState.Failed);

        Assert.StartsWith("dropped: ", failed.LastError, StringComparison.Ordinal);
        Assert.Equal(accepts ? 1 : 0, fixture.MessagesOf(conversation).Count);
    }

    [Fact]
    public async Task Deliver_BotNotRegistered_WaitsWithoutAnAttempt()
    {
        var conversation = await fixture.MeetAsync("northwind");
        conversation.Script([new Fault(FaultKind.Answer, 401, """{"error":{"code":"BotNotRegistered"}}""")]);

        var reminder = await CreateAsync(conversation);
        var waiting = await Eventually.GetAsync("reason", async () => await GetAsync(reminder) is { LastError.Length: > 0 } found ? found : null);

        Assert.Equal((ReminderState.Scheduled, 0), (waiting.State, waiting.Attempt));
        Assert.Contains("registration or credentials", waiting.LastError, StringComparison.Ordinal);
    }

    private async Task<Reminder> CreateAsync(Conversation conversation, AmbiguousPolicy ambiguous = AmbiguousPolicy.Unspecified) =>
        (await fixture.Scheduler.CreateAsync(fixture.Request(conversation, TimeProvider.System.GetUtcNow(), ambiguous))).Reminder;

    private async Task<Reminder> GetAsync(Reminder reminder) => await fixture.Scheduler.GetAsync(new GetRequest { Id = reminder.Id });

    private Task<Reminder> AwaitAsync(Reminder reminder, ReminderState state) =>
        fixture.AwaitAsync(reminder, found => found.State == state, $"{state} state", TimeSpan.FromSeconds(20));
}
