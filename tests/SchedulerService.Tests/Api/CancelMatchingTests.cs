using Grpc.Core;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Api;

public sealed class CancelMatchingTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task CancelMatching_ByRecipient_CancelsEveryLiveMatchAndNoOther()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        var wanted = new List<string>();
        for (var i = 0; i < 1_100; i++)
            wanted.Add((await scheduler.Client.CreateAsync(Requests.In(Hour, user: "leaver"))).Reminder.Id);
        await scheduler.Client.PauseAsync(new PauseRequest { Id = wanted[7] });
        await scheduler.Client.CancelAsync(new CancelRequest { Id = wanted[8] });
        var other = (await scheduler.Client.CreateAsync(Requests.In(Hour, user: "stayer"))).Reminder.Id;

        var answer = await scheduler.Client.CancelMatchingAsync(new() { Filter = new ReminderFilter { Recipient = new Recipient { UserId = "leaver" } } });

        Assert.Equal(1_099, answer.Cancelled);
        Assert.Equal(other, Assert.Single((await scheduler.Client.ListAsync(new ListRequest())).Reminders).Id);
        Assert.Equal(ReminderState.Cancelled, (await scheduler.Client.GetAsync(new GetRequest { Id = wanted[7] })).State);
    }

    [Fact]
    public async Task CancelMatching_ByLabelStateAndDueWindow_CancelsTheMatches()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        var labelled = (await scheduler.Client.CreateAsync(Requests.In(Hour).With(reminder => reminder.Labels.Add("series", "a")))).Reminder;
        var paused = (await scheduler.Client.CreateAsync(Requests.In(Hour))).Reminder;
        await scheduler.Client.PauseAsync(new PauseRequest { Id = paused.Id });
        var late = (await scheduler.Client.CreateAsync(Requests.In(3 * Hour))).Reminder;

        async Task<long> CancelAsync(ReminderFilter filter) => (await scheduler.Client.CancelMatchingAsync(new() { Filter = filter })).Cancelled;
        Assert.Equal(1, await CancelAsync(new() { Labels = { ["series"] = "a" } }));
        Assert.Equal(1, await CancelAsync(new() { States = { ReminderState.Paused } }));
        Assert.Equal(1, await CancelAsync(new() { DueFrom = late.NextDue }));
        Assert.Equal(
            [labelled.Id, paused.Id, late.Id],
            (await scheduler.EverythingAsync()).Where(reminder => reminder.State == ReminderState.Cancelled).Select(reminder => reminder.Id));
    }

    [Fact]
    public async Task CancelMatching_EmptyFilter_IsRefusedAndCancelsNothing()
    {
        await using var scheduler = await SchedulerHost.StartAsync();
        await scheduler.Client.CreateAsync(Requests.In(Hour));

        foreach (var filter in new ReminderFilter?[] { null, new(), new() { Recipient = new Recipient() } })
        {
            var refusal = await Refusal.OfAsync(scheduler.Client.CancelMatchingAsync(new() { Filter = filter }));
            Assert.Equal((StatusCode.InvalidArgument, "filter"), (refusal.Code, Assert.Single(refusal.Fields)));
        }

        var settled = await Refusal.OfAsync(scheduler.Client.CancelMatchingAsync(new() { Filter = new() { States = { ReminderState.Failed } } }));
        Assert.Equal(["filter.states"], settled.Fields);
        Assert.Equal(ReminderState.Scheduled, Assert.Single(await scheduler.EverythingAsync()).State);
    }
}
