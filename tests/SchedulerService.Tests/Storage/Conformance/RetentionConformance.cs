using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests the retention times. All ages differ by days, since a store may keep settled occurrences until their day is over.</summary>
public abstract class RetentionConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(ReminderState.Delivered)]
    [InlineData(ReminderState.Expired)]
    public async Task Forget_SettledBefore_DeletesThem(ReminderState state)
    {
        var old = await SettledAsync(state, daysAgo: 40);
        var recent = await SettledAsync(state, daysAgo: 20);

        await ForgetAsync(settledDays: 30);

        Assert.Null(await Store.GetAsync(old.Id, CancellationToken.None));
        Assert.Equal(recent, await FindAsync(recent.Id));
        Assert.Single(await Harness.HistoryAsync());
    }

    [Fact]
    public async Task Forget_DeadLetters_KeepsThemForTheirOwnTime()
    {
        var oldest = await SettledAsync(ReminderState.Failed, daysAgo: 100);
        var old = await SettledAsync(ReminderState.Failed, daysAgo: 40);
        var recent = await SettledAsync(ReminderState.Failed, daysAgo: 20);

        await ForgetAsync(settledDays: 30, deadLetterDays: 90);

        Assert.Equal([old.Id, recent.Id], await IdsAsync());
        Assert.Null(await Store.GetAsync(oldest.Id, CancellationToken.None));
        Assert.Equal(ReminderState.Scheduled, (await Store.RetryAsync(old.Id))!.State);
    }

    [Fact]
    public async Task Forget_OldLiveReminder_KeepsIt()
    {
        var live = await KeepAsync(Sample.Reminder() with { CreatedAt = Now - 400 * Day, UpdatedAt = Now - 400 * Day });

        await ForgetAsync(settledDays: 1, deadLetterDays: 1);

        Assert.Equal(live, await FindAsync(live.Id));
    }

    [Fact]
    public async Task Forget_ContinuingSeries_DeletesItsOldOccurrences()
    {
        var series = Made(daysAgo: 50);
        await KeepAsync(series);
        foreach (var daysAgo in new[] { 45, 40, 20 })
        {
            var due = await ReadDueAsync(series.Id);
            await SettleAsync(new Settlement.Ended(due, Now - (daysAgo * Day), ReminderState.Failed, 0, "rejected") { Next = Sample.After(due) });
        }

        await ForgetAsync(settledDays: 30, deadLetterDays: 90);

        Assert.Equal(3, Assert.Single(await Harness.HistoryAsync()).Occurrence);
        Assert.Equal(4, (await FindAsync(series.Id)).Occurrence);
    }

    [Fact]
    public async Task Forget_OldRequests_DeletesThem()
    {
        var old = await KeepAsync(Sample.Reminder() with { CreatedAt = Now - (2 * Day) }, Sample.Request("old"));
        var recent = await KeepAsync(Sample.Reminder(), Sample.Request("recent"));

        Assert.Equal(1, await ForgetAsync(requestDays: 1));

        Assert.Null(await Store.FindRequestAsync(Sample.Request("old"), CancellationToken.None));
        Assert.NotNull(await Store.FindRequestAsync(Sample.Request("recent"), CancellationToken.None));
        Assert.Equal([old.Id, recent.Id], await IdsAsync());
    }

    [Fact]
    public async Task Forget_ReminderBeforeItsRequest_KeepsTheRequestWithoutAReminder()
    {
        var reminder = Made(daysAgo: 40);
        await KeepAsync(reminder, Sample.Request());
        await SettleAsync(new Settlement.Ended(await ReadDueAsync(reminder.Id), Now - (40 * Day), ReminderState.Delivered, 0));

        await ForgetAsync(settledDays: 30, requestDays: 100);

        Assert.Equal(
            new Creation.Repeated(reminder.Id, SameContent: true, Reminder: null),
            await Store.FindRequestAsync(Sample.Request(), CancellationToken.None));
    }

    [Fact]
    public async Task Forget_Limit_ReturnsFewerWhenNoneIsLeft()
    {
        for (var i = 0; i < 5; i++)
            await KeepAsync(Sample.Reminder() with { CreatedAt = Now - (2 * Day) }, Sample.Request($"request-{i}"));

        Assert.Equal(2, await ForgetAsync(requestDays: 1, limit: 2));
        Assert.Equal(2, await ForgetAsync(requestDays: 1, limit: 2));
        Assert.Equal(1, await ForgetAsync(requestDays: 1, limit: 2));
        Assert.Equal(0, await ForgetAsync(requestDays: 1, limit: 2));
    }

    [Fact]
    public async Task Forget_LimitRepeatedly_DeletesEveryDeadLetter()
    {
        for (var i = 0; i < 5; i++)
            await SettledAsync(ReminderState.Failed, daysAgo: 100);

        // The same calls may also delete the outcomes in the history.
        for (var forgotten = 2; forgotten == 2;)
            forgotten = await ForgetAsync(settledDays: 30, deadLetterDays: 90, limit: 2);

        Assert.Empty(await IdsAsync());
        Assert.Empty(await Harness.HistoryAsync());
    }

    [Fact]
    public async Task Forget_EmptyStore_ReturnsZero() => Assert.Equal(0, await ForgetAsync());

    private static StoredReminder Made(int daysAgo)
    {
        var at = Now - (daysAgo * Day);
        return Sample.Reminder(dueAt: at) with { Id = Guid.CreateVersion7(at.ToDateTimeOffset()), CreatedAt = at, UpdatedAt = at };
    }

    private Task<StoredReminder> SettledAsync(ReminderState state, int daysAgo) =>
        EndAsync(state, Made(daysAgo), Now - (daysAgo * Day));

    private Task<int> ForgetAsync(int settledDays = 30, int deadLetterDays = 90, int requestDays = 1, int auditDays = 90, int limit = 100) =>
        Store.ForgetAsync(new Retirement(Now - (settledDays * Day), Now - (deadLetterDays * Day), Now - (requestDays * Day), Now - (auditDays * Day)), limit);
}
