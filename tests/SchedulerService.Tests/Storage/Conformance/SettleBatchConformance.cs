using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests several outcomes in one call.</summary>
public abstract class SettleBatchConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task Settle_SameOutcomeTwice_CreatesOneNotice()
    {
        var due = await DueAsync();
        var notice = Sample.Reminder("admin");
        var settlement = new Settlement.Ended(due, Now, ReminderState.Failed, 1, "rejected") { Notice = notice };

        var settled = await Session.SettleAsync([settlement, settlement with { Notice = Sample.Reminder("admin") }]);

        Assert.Equal([Settled.Written, Settled.Stale], settled);

        Assert.Equal([due.Key.Id, notice.Id], await IdsAsync());
    }

    [Fact]
    public async Task Settle_ManyOutcomes_ReturnsResultsInTheirOrder()
    {
        var due = new List<DueReminder>();
        for (var i = 0; i < 12; i++)
            due.Add(await DueAsync(Sample.Reminder($"user-{i}")));
        foreach (var i in new[] { 1, 4, 7, 10 })
            await Store.ChangeAsync(due[i].Key.Id, (before, _) => before with { Attempt = 9 });
        // Not in the order of the ids.
        due = [.. due.OrderBy(item => item.Key.Id.GetHashCode())];
        var isStale = due.ToDictionary(item => item.Key.Id, item => false);
        foreach (var item in due)
            isStale[item.Key.Id] = (await FindAsync(item.Key.Id)).Attempt == 9;

        var settled = await Session.SettleAsync([.. due.Select((item, i) => (i % 4) switch
        {
            0 => new Settlement.Ended(item, Now, ReminderState.Delivered, 0),
            1 => new Settlement.Again(item, Now, Now + TimeSpan.FromSeconds(1), 1, 0, "later"),
            2 => new Settlement.Ended(item, Now, ReminderState.Failed, 1, "rejected") { Next = Sample.After(item) },
            _ => (Settlement)new Settlement.Unreachable(item, Now, 1, "blocked"),
        })]);

        Assert.Equal(due.Select(item => isStale[item.Key.Id] ? Settled.Stale : Settled.Written), settled);
    }

    [Fact]
    public async Task Settle_SameReminderTwice_WritesTheFirst()
    {
        var due = await DueAsync();

        var settled = await Session.SettleAsync(
        [
            new Settlement.Ended(due, Now, ReminderState.Delivered, 0, MessageId: "first"),
            new Settlement.Ended(due, Now, ReminderState.Expired, 0, MessageId: "second"),
            new Settlement.Again(due, Now, Now, 1, 1, "later"),
        ]);

        Assert.Equal([Settled.Written, Settled.Stale, Settled.Stale], settled);
        var ended = await FindAsync(due.Key.Id);
        Assert.Equal((ReminderState.Delivered, "first"), (ended.State, ended.MessageId));
        Assert.Equal(["first", "second"], (await Harness.HistoryAsync()).Select(past => past.MessageId).Order());
    }

    [Fact]
    public async Task Settle_AgainAndThenEnded_WritesTheFirst()
    {
        var due = await DueAsync();

        var settled = await Session.SettleAsync(
        [
            new Settlement.Again(due, Now, Now + TimeSpan.FromSeconds(1), 1, 0, "later"),
            new Settlement.Ended(due, Now, ReminderState.Delivered, 0),
        ]);

        Assert.Equal([Settled.Written, Settled.Stale], settled);
        Assert.Equal((ReminderState.Scheduled, 1), ((await FindAsync(due.Key.Id)).State, (await FindAsync(due.Key.Id)).Attempt));
    }

    [Fact]
    public async Task Settle_Concurrently_SettlesEachOnce()
    {
        var due = new List<DueReminder>();
        for (var i = 0; i < 20; i++)
            due.Add(await DueAsync());

        var settled = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            Session.SettleAsync([.. due.Select(item => new Settlement.Ended(item, Now, ReminderState.Delivered, 0))]))));

        for (var i = 0; i < due.Count; i++)
            Assert.Single(settled, each => each[i] == Settled.Written);
        Assert.Equal(due.Select(item => item.Key.Id), await IdsAsync());
    }
}
