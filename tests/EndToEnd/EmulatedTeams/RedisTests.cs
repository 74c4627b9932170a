using System.Net;
using Nudge.Servers;
using Nudge.TeamsEmulator.Conversations;
using Nudge.V1;

namespace Nudge.EndToEnd.EmulatedTeams;

/// <summary>Tests a Redis that stalls for a while, and one that restarts without the bot's conversations and receipts.</summary>
[Collection(InOneTeams.Name)]
public sealed class RedisTests(EmulatedTeamsFixture fixture)
{
    private const int People = 20;

    /// <summary>The bot's client waits 5 seconds for Redis, and the scheduler's backoff grows with each retry.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Deliver_RedisStalls_WaitsAndDeliversOnceAfterTheStall()
    {
        var people = await MeetAsync("contoso");
        var redis = Assert.Single(fixture.App.Processes.Of("redis"));

        Signal.Freeze(redis);
        var reminders = await CreateAsync(people);
        foreach (var reminder in reminders)
        {
            var waiting = await fixture.AwaitAsync(reminder, found => found.LastError.Length > 0, "reason to wait", Patience);
            Assert.Equal((ReminderState.Scheduled, 0, "retry later: the store of the delivery receipts cannot be reached"), (waiting.State, waiting.Attempt, waiting.LastError));
        }

        Assert.All(people, person => Assert.Empty(fixture.MessagesOf(person)));
        Signal.Thaw(redis);

        await ToldOnceAsync(people, reminders);
    }

    [Fact]
    public async Task Deliver_RedisIsEmptied_PausesAndDeliversOnceWhenTheUserIsSeen()
    {
        var people = await MeetAsync("fabrikam");
        await fixture.EmptyRedisAsync();

        var reminders = await CreateAsync(people);
        foreach (var reminder in reminders)
        {
            var paused = await fixture.AwaitAsync(reminder, found => found.State is not ReminderState.Scheduled, "end of the wait", Patience);
            Assert.Equal((ReminderState.Paused, PauseCause.Recipient), (paused.State, Assert.Single(paused.PauseCauses)));
        }

        Assert.All(people, person => Assert.Empty(fixture.MessagesOf(person)));
        await SeenAsync(people);

        await ToldOnceAsync(people, reminders);
    }

    [Fact]
    public async Task Deliver_PausedBeforeRedisIsEmptied_DeliversOnceWhenTheUserIsSeen()
    {
        var people = await MeetAsync("northwind");
        foreach (var person in people)
            person.Script([new Fault(FaultKind.Answer, 403, """{"error":{"code":"ConversationBlockedByUser"}}""")]);
        var reminders = await CreateAsync(people);
        foreach (var reminder in reminders)
            await fixture.AwaitAsync(reminder, found => found.State == ReminderState.Paused, "pause", Patience);

        await fixture.EmptyRedisAsync();
        await SeenAsync(people);

        await ToldOnceAsync(people, reminders);
    }

    private async Task<IReadOnlyList<Conversation>> MeetAsync(string tenant)
    {
        var people = new List<Conversation>();
        for (var i = 0; i < People; i++)
            people.Add(await fixture.MeetAsync(tenant));
        return people;
    }

    private async Task SeenAsync(IReadOnlyList<Conversation> people)
    {
        foreach (var person in people)
            Assert.Equal(HttpStatusCode.OK, await fixture.Teams.PostAsync(person, "typing"));
    }

    private async Task<IReadOnlyList<Reminder>> CreateAsync(IReadOnlyList<Conversation> people)
    {
        var reminders = new List<Reminder>();
        foreach (var person in people)
            reminders.Add((await fixture.Scheduler.CreateAsync(fixture.Request(person, TimeProvider.System.GetUtcNow()))).Reminder);
        return reminders;
    }

    private async Task ToldOnceAsync(IReadOnlyList<Conversation> people, IReadOnlyList<Reminder> reminders)
    {
        foreach (var reminder in reminders)
            await fixture.AwaitAsync(reminder, found => found.State == ReminderState.Delivered, "delivery", Patience);
        Assert.All(people.Zip(reminders), told => Assert.Equal(told.Second.Notification.Text, Assert.Single(fixture.MessagesOf(told.First)).Text));
    }
}
