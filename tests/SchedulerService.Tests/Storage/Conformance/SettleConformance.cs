using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests the writing of outcomes.</summary>
public abstract class SettleConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Theory]
    [InlineData(ReminderState.Delivered, null, "message-1")]
    [InlineData(ReminderState.Failed, "rejected: no", null)]
    [InlineData(ReminderState.Expired, "too late", null)]
    public async Task Settle_Ended_EndsTheReminder(ReminderState state, string? error, string? messageId)
    {
        var due = await DueAsync();
        var at = Now;

        Assert.True(await SettleAsync(new Settlement.Ended(due, at, state, Attempt: 2, error, messageId)));

        var ended = await FindAsync(due.Key.Id);
        Assert.Equal((state, at, at, 2, error, messageId), (ended.State, ended.SettledAt!.Value, ended.UpdatedAt, ended.Attempt, ended.LastError, ended.MessageId));
        Assert.Equal((due.DueAt, due.Key.Occurrence, due.Generation, due.Key.Revision + 1), (ended.DueAt, ended.Occurrence, ended.Generation, ended.Revision));
        Assert.Equal(due.Content, ended.Content);
    }

    [Fact]
    public async Task Settle_Ended_RecordsTheOccurrence()
    {
        var due = await DueAsync(Sample.Reminder(dueAt: Now - TimeSpan.FromSeconds(5)));

        await SettleAsync(new Settlement.Ended(due, due.DueAt + TimeSpan.FromSeconds(7), ReminderState.Delivered, 1, MessageId: "message-1"));

        var past = Assert.Single(await Harness.HistoryAsync());
        Assert.Equal(
            new PastOccurrence(due.Key.Id, ReminderState.Delivered, 1, 1, 1, due.DueAt + TimeSpan.FromSeconds(7), 7000, "message-1", null, Sample.Owner, "user-1", HasContent: true),
            past);
    }

    [Fact]
    public async Task Settle_EndedBeforeItWasDue_IsNotLate()
    {
        var due = await DueAsync(Sample.Reminder(dueAt: Now + TimeSpan.FromMinutes(1)));

        await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Delivered, 0));

        Assert.Equal(0, Assert.Single(await Harness.HistoryAsync()).Lateness);
    }

    [Fact]
    public async Task Settle_EndedWithANextOccurrence_ContinuesWithIt()
    {
        var due = await DueAsync(Sample.Labelled("a", "1") with { Wall = 5, Generation = 3 });
        await SettleAsync(new Settlement.Again(due, Now, Now, 2, 1, "ambiguous"));
        due = await ReadDueAsync(due.Key.Id);
        var next = new NextOccurrence(Now + TimeSpan.FromHours(1), 42, 2);
        var at = Now;

        Assert.True(await SettleAsync(new Settlement.Ended(due, at, ReminderState.Delivered, 2, MessageId: "message-1") { Next = next }));

        var reminder = await FindAsync(due.Key.Id);
        Assert.Equal((ReminderState.Scheduled, next.DueAt, next.DueAt, 42L, 2L), (reminder.State, reminder.DueAt, reminder.VisibleAt, reminder.Wall, reminder.Occurrence));
        Assert.Equal((0, 0, null, 3), (reminder.Attempt, reminder.BrokenStreams, reminder.LastError, reminder.Generation));
        Assert.Equal((due.Key.Revision + 1, at), (reminder.Revision, reminder.UpdatedAt));
        Assert.Equal(due.Content, reminder.Content);
        Assert.Null(reminder.SettledAt);
        Assert.Equal([due.Key.Id], await IdsAsync());
    }

    [Fact]
    public async Task Settle_EndedWithANextOccurrence_RecordsTheEndedOneWithoutContent()
    {
        var due = await DueAsync(Sample.Reminder(dueAt: Now - TimeSpan.FromSeconds(1)));

        await SettleAsync(new Settlement.Ended(due, due.DueAt.Plus(1500), ReminderState.Failed, 4, "given up") { Next = Sample.After(due) });

        Assert.Equal(
            new PastOccurrence(due.Key.Id, ReminderState.Failed, 1, 1, 4, due.DueAt.Plus(1500), 1500, null, "given up", Sample.Owner, "user-1", HasContent: false),
            Assert.Single(await Harness.HistoryAsync()));
        Assert.Equal(ReminderState.Scheduled, (await FindAsync(due.Key.Id)).State);
        Assert.Equal("given up", (await FindAsync(due.Key.Id)).LastError);
    }

    [Fact]
    public async Task Settle_FailedOccurrenceOfASeries_CreatesNoDeadLetter()
    {
        var due = await DueAsync();
        await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Failed, 1, "rejected") { Next = Sample.After(due) });

        Assert.Null(await Store.RetryAsync(due.Key.Id));
        Assert.Empty(await IdsAsync(Sample.Everything with { States = new HashSet<ReminderState> { ReminderState.Failed } }));
    }

    [Fact]
    public async Task Settle_NextOccurrenceInThePast_IsVisibleFromTheWriteOn()
    {
        var due = await DueAsync();
        var at = Now;

        await SettleAsync(new Settlement.Ended(due, at, ReminderState.Delivered, 0) { Next = Sample.After(due, dueAt: at - TimeSpan.FromMinutes(1)) });

        var reminder = await FindAsync(due.Key.Id);
        Assert.Equal(at - TimeSpan.FromMinutes(1), reminder.DueAt);
        AssertWritten(since: at, reminder.VisibleAt!.Value);
    }

    [Fact]
    public async Task Settle_NextOccurrenceWithoutAWallClock_ClearsTheWallTime()
    {
        var due = await DueAsync(Sample.Reminder() with { Wall = 5 });

        await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Delivered, 0) { Next = Sample.After(due, wall: null) });

        Assert.Null((await FindAsync(due.Key.Id)).Wall);
    }

    [Fact]
    public async Task Settle_OccurrenceAfterOccurrence_EndsOnce()
    {
        var due = await DueAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Delivered, 0) { Next = Sample.After(due) }));
            due = await ReadDueAsync(due.Key.Id);
        }

        Assert.True(await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Delivered, 0)));

        Assert.Equal([1L, 2, 3, 4], (await Harness.HistoryAsync()).Select(past => past.Occurrence).Order());
        var ended = Assert.Single(await Store.ListAsync(Sample.Everything, CancellationToken.None));
        Assert.Equal((ReminderState.Delivered, 4L), (ended.State, ended.Occurrence));
    }

    [Fact]
    public async Task Settle_Again_IsVisibleAgainLater()
    {
        var due = await DueAsync(Sample.Reminder() with { Wall = 5 });
        var at = Now;

        Assert.True(await SettleAsync(new Settlement.Again(due, at, at + TimeSpan.FromMinutes(1), Attempt: 1, BrokenStreams: 2, "ambiguous: 502")));

        var reminder = await FindAsync(due.Key.Id);
        Assert.Equal((ReminderState.Scheduled, at + TimeSpan.FromMinutes(1), due.DueAt, 5L), (reminder.State, reminder.VisibleAt, reminder.DueAt, reminder.Wall));
        Assert.Equal((1, 2, "ambiguous: 502"), (reminder.Attempt, reminder.BrokenStreams, reminder.LastError));
        Assert.Equal((due.Key.Revision + 1, at, 1L, due.Generation), (reminder.Revision, reminder.UpdatedAt, reminder.Occurrence, reminder.Generation));
        Assert.Empty(await Harness.HistoryAsync());
    }

    [Fact]
    public async Task Settle_AgainInThePast_IsVisibleFromTheWriteOn()
    {
        var due = await DueAsync();
        var at = Now;

        await SettleAsync(new Settlement.Again(due, at, at - TimeSpan.FromMinutes(1), 0, 0, "later"));

        AssertWritten(since: at, (await FindAsync(due.Key.Id)).VisibleAt!.Value);
    }

    [Fact]
    public async Task Settle_PassedOver_ContinuesAndRecordsNothing()
    {
        var due = await DueAsync();
        await SettleAsync(new Settlement.Again(due, Now, Now, 2, 1, "ambiguous"));
        due = await ReadDueAsync(due.Key.Id);
        var next = new NextOccurrence(Now + TimeSpan.FromHours(1), 42, 9);

        Assert.True(await SettleAsync(new Settlement.Skipped(due, Now, next)));

        var reminder = await FindAsync(due.Key.Id);
        Assert.Equal((next.DueAt, next.DueAt, 42L, 9L), (reminder.DueAt, reminder.VisibleAt, reminder.Wall, reminder.Occurrence));
        Assert.Equal((0, 0, null, due.Key.Revision + 1), (reminder.Attempt, reminder.BrokenStreams, reminder.LastError, reminder.Revision));
        Assert.Empty(await Harness.HistoryAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Settle_FailedWithANotice_CreatesTheNotice(bool goesOn)
    {
        var due = await DueAsync();
        var notice = Sample.Reminder("admin", dueAt: Now - TimeSpan.FromSeconds(1), with: content => content.Labels["about"] = "failure") with { Shard = 11, Owner = "other", TraceParent = "00-trace" };
        var at = Now;

        Assert.True(await SettleAsync(new Settlement.Ended(due, at, ReminderState.Failed, 1, "rejected")
        {
            Next = goesOn ? Sample.After(due) : null,
            Notice = notice,
        }));

        var kept = await FindAsync(notice.Id);
        AssertWritten(since: at, kept.VisibleAt!.Value);
        Assert.Equal(notice with { VisibleAt = kept.VisibleAt }, kept);
    }

    [Theory]
    [InlineData("with \0 in it")]
    [InlineData("half a pair \uD83D")]
    [InlineData("it's {0} %s $1")]
    public async Task Settle_AnyErrorText_IsWritten(string error)
    {
        var due = await DueAsync();

        Assert.True(await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Failed, 1, error)));

        Assert.Equal(ReminderState.Failed, (await FindAsync(due.Key.Id)).State);
        Assert.StartsWith(error[..4], (await FindAsync(due.Key.Id)).LastError, StringComparison.Ordinal);
    }
}
