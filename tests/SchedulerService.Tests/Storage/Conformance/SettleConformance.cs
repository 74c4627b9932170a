using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

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
        var due = await DueAsync(Sample.Reminder(dueAt: Now - 5000));

        await SettleAsync(new Settlement.Ended(due, due.DueAt + 7000, ReminderState.Delivered, 1, MessageId: "message-1"));

        var past = Assert.Single(await Harness.HistoryAsync());
        Assert.Equal(
            new PastOccurrence(due.Key.Id, ReminderState.Delivered, 1, 1, 1, due.DueAt + 7000, 7000, "message-1", null, Sample.Owner, "user-1", HasContent: true),
            past);
    }

    [Fact]
    public async Task Settle_EndedBeforeItWasDue_IsNotLate()
    {
        var due = await DueAsync(Sample.Reminder(dueAt: Now + 60_000));

        await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Delivered, 0));

        Assert.Equal(0, Assert.Single(await Harness.HistoryAsync()).Lateness);
    }

    [Fact]
    public async Task Settle_EndedWithANextOccurrence_GoesOnWithIt()
    {
        var due = await DueAsync(Sample.Labelled("a", "1") with { Wall = 5, Generation = 3 });
        await SettleAsync(new Settlement.Again(due, Now, Now, 2, 1, "ambiguous"));
        due = await ReadDueAsync(due.Key.Id);
        var next = new NextOccurrence(Now + 3_600_000, 42, 2);
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
    public async Task Settle_EndedWithANextOccurrence_RecordsTheOldOneWithoutContent()
    {
        var due = await DueAsync(Sample.Reminder(dueAt: Now - 1000));

        await SettleAsync(new Settlement.Ended(due, due.DueAt + 1500, ReminderState.Failed, 4, "given up") { Next = Sample.After(due) });

        Assert.Equal(
            new PastOccurrence(due.Key.Id, ReminderState.Failed, 1, 1, 4, due.DueAt + 1500, 1500, null, "given up", Sample.Owner, "user-1", HasContent: false),
            Assert.Single(await Harness.HistoryAsync()));
        Assert.Equal(ReminderState.Scheduled, (await FindAsync(due.Key.Id)).State);
        Assert.Equal("given up", (await FindAsync(due.Key.Id)).LastError);
    }

    [Fact]
    public async Task Settle_AFailedOccurrenceOfASeries_IsNoDeadLetter()
    {
        var due = await DueAsync();
        await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Failed, 1, "rejected") { Next = Sample.After(due) });

        Assert.Null(await Store.RetryAsync(due.Key.Id));
        Assert.Empty(await IdsAsync(Sample.Everything with { States = new HashSet<ReminderState> { ReminderState.Failed } }));
    }

    [Fact]
    public async Task Settle_WithANextOccurrenceInThePast_IsVisibleNoEarlierThanItWasWritten()
    {
        var due = await DueAsync();
        var at = Now;

        await SettleAsync(new Settlement.Ended(due, at, ReminderState.Delivered, 0) { Next = Sample.After(due, dueAt: at - 60_000) });

        var reminder = await FindAsync(due.Key.Id);
        Assert.Equal(at - 60_000, reminder.DueAt);
        Assert.InRange(reminder.VisibleAt!.Value, at, Now);
    }

    [Fact]
    public async Task Settle_WithANextOccurrenceWithoutAWallClock_ForgetsTheOldOne()
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
    public async Task Settle_Again_IsLookedAtAgain()
    {
        var due = await DueAsync(Sample.Reminder() with { Wall = 5 });
        var at = Now;

        Assert.True(await SettleAsync(new Settlement.Again(due, at, at + 60_000, Attempt: 1, BrokenStreams: 2, "ambiguous: 502")));

        var reminder = await FindAsync(due.Key.Id);
        Assert.Equal((ReminderState.Scheduled, at + 60_000L, due.DueAt, 5L), (reminder.State, reminder.VisibleAt, reminder.DueAt, reminder.Wall));
        Assert.Equal((1, 2, "ambiguous: 502"), (reminder.Attempt, reminder.BrokenStreams, reminder.LastError));
        Assert.Equal((due.Key.Revision + 1, at, 1L, due.Generation), (reminder.Revision, reminder.UpdatedAt, reminder.Occurrence, reminder.Generation));
        Assert.Empty(await Harness.HistoryAsync());
    }

    [Fact]
    public async Task Settle_AgainInThePast_IsVisibleNoEarlierThanItWasWritten()
    {
        var due = await DueAsync();
        var at = Now;

        await SettleAsync(new Settlement.Again(due, at, at - 60_000, 0, 0, "later"));

        Assert.InRange((await FindAsync(due.Key.Id)).VisibleAt!.Value, at, Now);
    }

    [Fact]
    public async Task Settle_PassedOver_GoesOnAndRecordsNothing()
    {
        var due = await DueAsync();
        await SettleAsync(new Settlement.Again(due, Now, Now, 2, 1, "ambiguous"));
        due = await ReadDueAsync(due.Key.Id);
        var next = new NextOccurrence(Now + 3_600_000, 42, 9);

        Assert.True(await SettleAsync(new Settlement.PassedOver(due, Now, next)));

        var reminder = await FindAsync(due.Key.Id);
        Assert.Equal((next.DueAt, next.DueAt, 42L, 9L), (reminder.DueAt, reminder.VisibleAt, reminder.Wall, reminder.Occurrence));
        Assert.Equal((0, 0, null, due.Key.Revision + 1), (reminder.Attempt, reminder.BrokenStreams, reminder.LastError, reminder.Revision));
        Assert.Empty(await Harness.HistoryAsync());
    }

    [Theory]
    [InlineData(ReminderState.Delivered)]
    [InlineData(ReminderState.Failed)]
    public async Task Settle_EndedOfAChangedReminder_RecordsItAndLeavesTheReminder(ReminderState state)
    {
        var due = await DueAsync(Sample.Reminder(dueAt: Now - 1000));
        var changed = (await Store.ChangeAsync(due.Key.Id, (before, _) => before with { DueAt = before.DueAt + 5000 }))!.After;

        Assert.False(await SettleAsync(new Settlement.Ended(due, due.DueAt + 1500, state, 1, "error", "message-1")));

        Assert.Equal(changed, await FindAsync(due.Key.Id));
        Assert.Equal(
            new PastOccurrence(due.Key.Id, state, 1, 1, 1, due.DueAt + 1500, 1500, "message-1", "error", Sample.Owner, "user-1", HasContent: false),
            Assert.Single(await Harness.HistoryAsync()));
        Assert.Equal([due.Key.Id], await IdsAsync());
    }

    [Theory]
    [InlineData(ReminderState.Cancelled)]
    [InlineData(ReminderState.Failed)]
    [InlineData(ReminderState.Delivered)]
    public async Task Settle_EndedOfASettledReminder_RecordsItAndLeavesTheReminder(ReminderState ended)
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
    public async Task Settle_EndedWithANextOccurrenceOfAChangedReminder_LeavesTheReminder()
    {
        var due = await DueAsync();
        var changed = (await Store.ChangeAsync(due.Key.Id, (before, _) => before with { Attempt = 1 }))!.After;

        Assert.False(await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Delivered, 0) { Next = Sample.After(due) }));

        Assert.Equal(changed, await FindAsync(due.Key.Id));
        Assert.Single(await Harness.HistoryAsync());
    }

    [Fact]
    public async Task Settle_AgainOrPassedOverOfAChangedReminder_DoesNothing()
    {
        var due = await DueAsync();
        var changed = (await Store.ChangeAsync(due.Key.Id, (before, _) => before with { Attempt = 1 }))!.After;

        Assert.False(await SettleAsync(new Settlement.Again(due, Now, Now + 1000, 5, 5, "later")));
        Assert.False(await SettleAsync(new Settlement.PassedOver(due, Now, Sample.After(due))));

        Assert.Equal(changed, await FindAsync(due.Key.Id));
        Assert.Empty(await Harness.HistoryAsync());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(-1, 0)]
    public async Task Settle_OfAnotherOccurrenceOrRevision_IsStale(int occurrence, int revision)
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
    public async Task Settle_OfWhatWasNever_RecordsNothing()
    {
        var due = await DueAsync();
        var never = due with { Key = due.Key with { Id = Guid.CreateVersion7() } };

        Assert.False(await SettleAsync(new Settlement.Ended(never, Now, ReminderState.Delivered, 0)));

        Assert.Empty(await Harness.HistoryAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Settle_WithANotice_KeepsTheNotice(bool goesOn)
    {
        var due = await DueAsync();
        var notice = Sample.Reminder("admin", dueAt: Now - 1000, with: content => content.Labels["about"] = "failure") with { Shard = 11, Owner = "other", TraceParent = "00-trace" };
        var at = Now;

        Assert.True(await SettleAsync(new Settlement.Ended(due, at, ReminderState.Failed, 1, "rejected")
        {
            Next = goesOn ? Sample.After(due) : null,
            Notice = notice,
        }));

        var kept = await FindAsync(notice.Id);
        Assert.InRange(kept.VisibleAt!.Value, at, Now);
        Assert.Equal(notice with { VisibleAt = kept.VisibleAt }, kept);
    }

    [Fact]
    public async Task Settle_StaleWithANotice_DoesNotKeepTheNotice()
    {
        var due = await DueAsync();
        await Store.ChangeAsync(due.Key.Id, (before, _) => before with { Attempt = 1 });
        var notice = Sample.Reminder("admin");

        Assert.False(await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Failed, 1, "rejected") { Notice = notice }));

        Assert.Null(await Store.GetAsync(notice.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Settle_TheSameOutcomeTwice_KeepsOneNotice()
    {
        var due = await DueAsync();
        var notice = Sample.Reminder("admin");
        var settlement = new Settlement.Ended(due, Now, ReminderState.Failed, 1, "rejected") { Notice = notice };

        var matched = await Session.SettleAsync([settlement, settlement with { Notice = Sample.Reminder("admin") }]);

        Assert.Equal([true, false], matched);

        Assert.Equal([due.Key.Id, notice.Id], await IdsAsync());
    }

    [Fact]
    public async Task Settle_ManyOutcomes_AnswersInTheirOrder()
    {
        var due = new List<DueReminder>();
        for (var i = 0; i < 12; i++)
            due.Add(await DueAsync(Sample.Reminder($"user-{i}")));
        foreach (var i in new[] { 1, 4, 7, 10 })
            await Store.ChangeAsync(due[i].Key.Id, (before, _) => before with { Attempt = 9 });
        // In another order than that of the ids.
        due = [.. due.OrderBy(item => item.Key.Id.GetHashCode())];
        var isStale = due.ToDictionary(item => item.Key.Id, item => false);
        foreach (var item in due)
            isStale[item.Key.Id] = (await FindAsync(item.Key.Id)).Attempt == 9;

        var matched = await Session.SettleAsync([.. due.Select((item, i) => (i % 4) switch
        {
            0 => new Settlement.Ended(item, Now, ReminderState.Delivered, 0),
            1 => new Settlement.Again(item, Now, Now + 1000, 1, 0, "later"),
            2 => new Settlement.Ended(item, Now, ReminderState.Failed, 1, "rejected") { Next = Sample.After(item) },
            _ => (Settlement)new Settlement.Unreachable(item, Now, 1, "blocked"),
        })]);

        Assert.Equal(due.Select(item => !isStale[item.Key.Id]), matched);
    }

    [Fact]
    public async Task Settle_TheSameReminderTwice_MatchesTheFirst()
    {
        var due = await DueAsync();

        var matched = await Session.SettleAsync(
        [
            new Settlement.Ended(due, Now, ReminderState.Delivered, 0, MessageId: "first"),
            new Settlement.Ended(due, Now, ReminderState.Expired, 0, MessageId: "second"),
            new Settlement.Again(due, Now, Now, 1, 1, "later"),
        ]);

        Assert.Equal([true, false, false], matched);
        var ended = await FindAsync(due.Key.Id);
        Assert.Equal((ReminderState.Delivered, "first"), (ended.State, ended.MessageId));
        Assert.Equal(["first", "second"], (await Harness.HistoryAsync()).Select(past => past.MessageId).Order());
    }

    [Fact]
    public async Task Settle_AgainAndThenEnded_MatchesTheFirst()
    {
        var due = await DueAsync();

        var matched = await Session.SettleAsync(
        [
            new Settlement.Again(due, Now, Now + 1000, 1, 0, "later"),
            new Settlement.Ended(due, Now, ReminderState.Delivered, 0),
        ]);

        Assert.Equal([true, false], matched);
        Assert.Equal((ReminderState.Scheduled, 1), ((await FindAsync(due.Key.Id)).State, (await FindAsync(due.Key.Id)).Attempt));
    }

    [Fact]
    public async Task Settle_OfNothing_IsNothing() => Assert.Empty(await Session.SettleAsync([]));

    [Theory]
    [InlineData("with \0 in it")]
    [InlineData("half a pair \uD83D")]
    [InlineData("it's {0} %s $1")]
    public async Task Settle_WithAnyError_IsWritten(string error)
    {
        var due = await DueAsync();

        Assert.True(await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Failed, 1, error)));

        Assert.Equal(ReminderState.Failed, (await FindAsync(due.Key.Id)).State);
        Assert.StartsWith(error[..4], (await FindAsync(due.Key.Id)).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settle_Concurrently_SettlesEachOnce()
    {
        var due = new List<DueReminder>();
        for (var i = 0; i < 20; i++)
            due.Add(await DueAsync());

        var matched = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            Session.SettleAsync([.. due.Select(item => new Settlement.Ended(item, Now, ReminderState.Delivered, 0))]))));

        for (var i = 0; i < due.Count; i++)
            Assert.Single(matched, flags => flags[i]);
        Assert.Equal(due.Select(item => item.Key.Id), await IdsAsync());
    }
}
