using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests scans of shards for due reminders.</summary>
public abstract class ScanConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    private readonly Instant _start = Now - TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Scan_EmptyShard_FindsNothing()
    {
        var page = await ScanAsync(Sample.ShardOfMost);

        Assert.Empty(page.Reminders);
        Assert.False(page.More);
        Assert.Null(page.NextVisibleAt);
    }

    [Fact]
    public async Task Scan_DueReminder_ReturnsEverythingForItsDelivery()
    {
        var reminder = Sample.Labelled("a", "1") with { TraceParent = "00-trace", Occurrence = 3, Generation = 2, DueAt = Now.Plus(-500) };
        var due = await DueAsync(reminder);

        Assert.Same(Session, due.Session);
        Assert.Equal(new DeliveryKey(reminder.Id, 3, 1), due.Key);
        Assert.Equal((reminder.Shard, reminder.DueAt, reminder.CreatedAt), (due.Shard, due.DueAt, due.CreatedAt));
        Assert.Equal((2, 0, 0), (due.Generation, due.Attempt, due.BrokenStreams));
        Assert.Equal((reminder.Owner, reminder.Content, "00-trace"), (due.Owner, due.Content, due.TraceParent));
        Assert.Null(due.Fault);
    }

    [Fact]
    public async Task Scan_AfterFailures_ReturnsAttemptsAndBrokenStreams()
    {
        var due = await DueAsync();
        await SettleAsync(new Settlement.Again(due, Now, Now, Attempt: 2, BrokenStreams: 3, "later"));

        var again = await ReadDueAsync(due.Key.Id);

        Assert.Equal((2, 3, due.Key.Revision + 1), (again.Attempt, again.BrokenStreams, again.Key.Revision));
    }

    [Fact]
    public async Task Scan_SeveralReminders_OrdersByInstantAndId()
    {
        var reminders = Sample.Many(5);
        await VisibleAsync((reminders[0], 20), (reminders[1], 10), (reminders[2], 20), (reminders[3], 10), (reminders[4], 0));

        var page = await ScanAsync(Sample.ShardOfMost);

        Assert.Equal(
            [(reminders[4].Id, 0.0), (reminders[1].Id, 10), (reminders[3].Id, 10), (reminders[0].Id, 20), (reminders[2].Id, 20)],
            page.Reminders.Select(due => (due.Key.Id, (due.VisibleAt - _start).TotalMilliseconds)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Scan_PageByPage_ReturnsEachOnce(int limit)
    {
        var reminders = Sample.Many(6);
        await VisibleAsync([.. reminders.Select((reminder, i) => (reminder, i / 3))]);

        var found = new List<Guid>();
        var position = ScanPosition.Start;
        DuePage page;
        do
        {
            page = await ScanAsync(Sample.ShardOfMost, position, limit);
            Assert.Equal(page.More, page.Reminders.Count == limit);
            found.AddRange(page.Reminders.Select(due => due.Key.Id));
            if (page.Reminders.Count > 0)
                position = new ScanPosition(page.Reminders[^1].VisibleAt, page.Reminders[^1].Key.Id);
        }
        while (page.More);

        Assert.Equal(reminders.Select(reminder => reminder.Id), found);
    }

    [Fact]
    public async Task Scan_FromAnInstant_ReturnsRemindersVisibleFromThenOn()
    {
        var reminders = Sample.Many(3);
        await VisibleAsync((reminders[0], 0), (reminders[1], 1), (reminders[2], 2));

        var page = await ScanAsync(Sample.ShardOfMost, ScanPosition.Before(_start.Plus(1)));

        Assert.Equal([reminders[1].Id, reminders[2].Id], page.Reminders.Select(due => due.Key.Id));
    }

    [Fact]
    public async Task Scan_UpToAnInstant_ReturnsTheNextLaterInstant()
    {
        var reminders = Sample.Many(3);
        await VisibleAsync((reminders[0], 0), (reminders[1], 1), (reminders[2], 2));

        var page = await Session.ScanAsync(Sample.ShardOfMost, ScanPosition.Start, _start, 10, CancellationToken.None);

        Assert.Equal(reminders[0].Id, Assert.Single(page.Reminders).Key.Id);
        Assert.False(page.More);
        Assert.Equal(_start.Plus(1), page.NextVisibleAt);
    }

    [Fact]
    public async Task Scan_RemindersDueLater_ReturnsTheNextInstant()
    {
        await VisibleAsync((Sample.Reminder(), 0));
        var later = await KeepAsync(Sample.Reminder());
        await KeepAsync(Sample.Reminder(dueAt: later.DueAt.Plus(10)));

        var page = await ScanAsync(Sample.ShardOfMost);

        Assert.Single(page.Reminders);
        Assert.Equal(later.VisibleAt, page.NextVisibleAt);
    }

    [Fact]
    public async Task Scan_SeveralShardsInUse_ReadsOnlyTheGivenShard()
    {
        var mine = Sample.Reminder();
        await VisibleAsync((mine, 0), (Sample.Reminder() with { Shard = 8 }, 0));
        await KeepAsync(Sample.Reminder() with { Shard = 8 });

        var page = await ScanAsync(Sample.ShardOfMost);

        Assert.Equal(mine.Id, Assert.Single(page.Reminders).Key.Id);
        Assert.Null(page.NextVisibleAt);
    }

    [Fact]
    public async Task Scan_PausedReminder_DoesNotFindIt()
    {
        var reminder = await KeepAsync(Sample.Reminder(dueAt: Now - TimeSpan.FromSeconds(1)));
        await Store.ChangeAsync(reminder.Id, (before, _) => before with { PauseCauses = PauseCauses.User });

        var page = await ScanAsync(Sample.ShardOfMost);

        Assert.Empty(page.Reminders);
        Assert.Null(page.NextVisibleAt);
    }

    [Fact]
    public async Task Scan_SettledReminders_DoesNotFindThem()
    {
        await EndAsync(ReminderState.Delivered);
        await EndAsync(ReminderState.Failed);
        await EndAsync(ReminderState.Cancelled);

        Assert.Empty((await ScanAsync(Sample.ShardOfMost)).Reminders);
    }

    [Fact]
    public async Task Scan_DamagedRow_ReturnsItWithItsFault()
    {
        var reminders = Sample.Many(3);
        await VisibleAsync((reminders[0], 0), (reminders[1], 1), (reminders[2], 2));
        await Harness.DamageAsync(reminders[1].Id);

        var page = await ScanAsync(Sample.ShardOfMost);

        Assert.Equal(reminders.Select(reminder => reminder.Id), page.Reminders.Select(due => due.Key.Id));
        Assert.Equal([null, StoredRow.Unreadable, null], page.Reminders.Select(due => due.Fault));
        Assert.Equal("", page.Reminders[1].Content.Lane);
        Assert.Equal(reminders[2].Content, page.Reminders[2].Content);
    }

    [Fact]
    public async Task Scan_SeveralShardsGiven_ReturnsAPageOfEachInOrder()
    {
        var of3 = Sample.Many(3, _ => Sample.Reminder() with { Shard = 3 });
        var of5 = Sample.Many(2, _ => Sample.Reminder() with { Shard = 5 });
        await VisibleAsync((of3[0], 30), (of3[1], 10), (of3[2], 20), (of5[0], 25), (of5[1], 5));
        await KeepAsync(Sample.Reminder(dueAt: Now + TimeSpan.FromHours(1)) with { Shard = 7, VisibleAt = Now + TimeSpan.FromHours(1) });

        var pages = await Session.ScanAsync(
            [(5, ScanPosition.Start), (4, ScanPosition.Start), (3, ScanPosition.Before(_start.Plus(15))), (7, ScanPosition.Start)],
            Now, limit: 2, CancellationToken.None);

        Guid[][] expected = [[of5[1].Id, of5[0].Id], [], [of3[2].Id, of3[0].Id], []];
        Assert.Equal(expected, pages.Select(page => page.Reminders.Select(due => due.Key.Id)));
        Assert.Equal([5, 5, 3, 3], pages.SelectMany(page => page.Reminders).Select(due => due.Shard));
        Assert.Equal([true, false, true, false], pages.Select(page => page.More));
        Assert.Equal([null, null, null, pages[3].NextVisibleAt], pages.Select(page => page.NextVisibleAt));
        Assert.InRange(pages[3].NextVisibleAt!.Value, Now + TimeSpan.FromSeconds(3_500), Now + TimeSpan.FromHours(1), Comparer<Instant>.Default);
    }

    [Fact]
    public async Task Settle_DamagedRow_EndsIt()
    {
        var reminder = Sample.Reminder();
        await VisibleAsync((reminder, 0));
        await Harness.DamageAsync(reminder.Id);
        var due = Assert.Single((await ScanAsync(Sample.ShardOfMost)).Reminders);

        Assert.True(await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Failed, 0, due.Fault)));

        var failed = await FindAsync(reminder.Id);
        Assert.Equal((ReminderState.Failed, StoredRow.Unreadable), (failed.State, failed.LastError));
        Assert.Equal([reminder.Id], await IdsAsync());
    }

    [Fact]
    public async Task NextVisible_SeveralShards_ReturnsTheEarliestOfEach()
    {
        var due = Now + TimeSpan.FromHours(1);
        await KeepAsync(Sample.Reminder(dueAt: due.Plus(5)) with { Shard = 3 });
        await KeepAsync(Sample.Reminder(dueAt: due) with { Shard = 3 });
        await VisibleAsync((Sample.Reminder() with { Shard = 5 }, 0));
        var paused = await KeepAsync(Sample.Reminder() with { Shard = 6 });
        await Store.ChangeAsync(paused.Id, (before, _) => before with { PauseCauses = PauseCauses.User });

        var next = await Store.NextVisibleAsync([.. Enumerable.Range(3, 4).Select(shard => (shard, Instant.Earliest))], CancellationToken.None);

        Assert.Equal(new Dictionary<int, Instant> { [3] = due, [4] = Instant.Never, [5] = _start, [6] = Instant.Never }, next);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 10)]
    [InlineData(10, 10)]
    public async Task NextVisible_SinceAnInstant_ReturnsTheEarliestFromThenOn(int since, int expected)
    {
        var reminders = Sample.Many(2);
        await VisibleAsync((reminders[0], 0), (reminders[1], 10));

        var next = await Store.NextVisibleAsync([(Sample.ShardOfMost, _start.Plus(since))], CancellationToken.None);

        Assert.Equal(_start.Plus(expected), Assert.Single(next).Value);
    }

    [Fact]
    public async Task NextVisible_NoShards_ReturnsNothing() => Assert.Empty(await Store.NextVisibleAsync([], CancellationToken.None));

    private async Task VisibleAsync(params (StoredReminder Reminder, int Offset)[] reminders)
    {
        foreach (var (reminder, offset) in reminders)
        {
            await KeepAsync(reminder);
            await Harness.SetVisibleAsync(reminder.Id, _start.Plus(offset));
        }
    }

    private async Task<DuePage> ScanAsync(int shard, ScanPosition? after = null, int limit = 100) =>
        await Session.ScanAsync(shard, after ?? ScanPosition.Start, Now, limit, CancellationToken.None);
}
