using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests outcomes of reminders that were changed or ended meanwhile.</summary>
public abstract class StaleConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Theory]
    [InlineData(ReminderState.Delivered)]
    [InlineData(ReminderState.Failed)]
    public async Task Settle_EndedButReminderChanged_RecordsTheOutcomeAndLeavesTheReminder(ReminderState state)
    {
        var due = await DueAsync(Sample.Reminder(dueAt: Now - TimeSpan.FromSeconds(1)));
        var changed = (await Store.ChangeAsync(due.Key.Id, (before, _) => before with { DueAt = before.DueAt + TimeSpan.FromSeconds(5) }))!.After;

        Assert.False(await SettleAsync(new Settlement.Ended(due, due.DueAt.Plus(1500), state, 1, "error", "message-1")));

        Assert.Equal(changed, await FindAsync(due.Key.Id));
        Assert.Equal(
            new PastOccurrence(due.Key.Id, state, 1, 1, 1, due.DueAt.Plus(1500), 1500, "message-1", "error", Sample.Owner, "user-1", HasContent: false),
            Assert.Single(await Harness.HistoryAsync()));
        Assert.Equal([due.Key.Id], await IdsAsync());
    }

    [Theory]
    [InlineData(ReminderState.Cancelled)]
    [InlineData(ReminderState.Failed)]
    [InlineData(ReminderState.Delivered)]
    public async Task Settle_EndedButReminderSettled_RecordsTheOutcomeAndLeavesTheReminder(ReminderState ended)
    {
        var due = await DueAsync();
        if (ended == ReminderState.Cancelled)
            await Store.CancelAsync(due.Key.Id);
        else
            await SettleAsync(new Settlement.Ended(due, Now, ended, 0));
        var before = await FindAsync(due.Key.Id);

        Assert.False(await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Delivered, 0, MessageId: "late")));

        Assert.Equal(before, await FindAsync(due.Key.Id));
        Assert.Equal(2, (await Harness.HistoryAsync()).Count);
        Assert.Single(await Harness.HistoryAsync(), past => past.MessageId == "late" && !past.HasContent);
        Assert.Equal([due.Key.Id], await IdsAsync());
    }

    [Fact]
    public async Task Settle_EndedWithANextOccurrenceButReminderChanged_LeavesTheReminder()
    {
        var due = await DueAsync();
        var changed = (await Store.ChangeAsync(due.Key.Id, (before, _) => before with { Attempt = 1 }))!.After;

        Assert.False(await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Delivered, 0) { Next = Sample.After(due) }));

        Assert.Equal(changed, await FindAsync(due.Key.Id));
        Assert.Single(await Harness.HistoryAsync());
    }

    [Fact]
    public async Task Settle_AgainOrPassedOverButReminderChanged_DoesNothing()
    {
        var due = await DueAsync();
        var changed = (await Store.ChangeAsync(due.Key.Id, (before, _) => before with { Attempt = 1 }))!.After;

        Assert.False(await SettleAsync(new Settlement.Again(due, Now, Now + TimeSpan.FromSeconds(1), 5, 5, "later")));
        Assert.False(await SettleAsync(new Settlement.Skipped(due, Now, Sample.After(due))));

        Assert.Equal(changed, await FindAsync(due.Key.Id));
        Assert.Empty(await Harness.HistoryAsync());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(-1, 0)]
    public async Task Settle_OtherOccurrenceOrRevision_IsStale(int occurrence, int revision)
    {
        var due = await DueAsync(Sample.Reminder() with { Occurrence = 5 });
        var other = due with { Key = due.Key with { Occurrence = due.Key.Occurrence + occurrence, Revision = due.Key.Revision + revision } };
        var before = await FindAsync(due.Key.Id);

        Assert.False(await SettleAsync(new Settlement.Ended(other, Now, ReminderState.Delivered, 0)));
        Assert.False(await SettleAsync(new Settlement.Again(other, Now, Now, 1, 1, "later")));
        Assert.False(await SettleAsync(new Settlement.Unreachable(other, Now, 1, "blocked")));

        Assert.Equal(before, await FindAsync(due.Key.Id));
    }

    [Fact]
    public async Task Settle_UnknownReminder_RecordsNothing()
    {
        var due = await DueAsync();
        var never = due with { Key = due.Key with { Id = Guid.CreateVersion7() } };

        Assert.False(await SettleAsync(new Settlement.Ended(never, Now, ReminderState.Delivered, 0)));

        Assert.Empty(await Harness.HistoryAsync());
    }

    [Fact]
    public async Task Settle_StaleWithANotice_DoesNotCreateTheNotice()
    {
        var due = await DueAsync();
        await Store.ChangeAsync(due.Key.Id, (before, _) => before with { Attempt = 1 });
        var notice = Sample.Reminder("admin");

        Assert.False(await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Failed, 1, "rejected") { Notice = notice }));

        Assert.Null(await Store.GetAsync(notice.Id, CancellationToken.None));
    }
}
