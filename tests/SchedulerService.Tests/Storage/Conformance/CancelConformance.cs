using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests the cancellation of reminders.</summary>
public abstract class CancelConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task Cancel_LiveReminder_EndsIt()
    {
        var reminder = await KeepAsync(Sample.Reminder());
        var start = Now;

        var cancelled = await Store.CancelAsync(reminder.Id);

        AssertWritten(since: start, cancelled!.SettledAt!.Value);
        Assert.Equal(
            reminder with
            {
                State = ReminderState.Cancelled,
                Revision = 2,
                SettledAt = cancelled.SettledAt,
                UpdatedAt = cancelled.SettledAt!.Value,
            },
            cancelled);
        Assert.Equal(cancelled with { VisibleAt = null }, await FindAsync(reminder.Id));
        var past = Assert.Single(await Harness.HistoryAsync());
        Assert.Equal((ReminderState.Cancelled, 0L, cancelled.SettledAt), (past.State, past.Lateness, past.SettledAt));
    }

    [Fact]
    public async Task Cancel_LiveReminder_ReturnsItsVisibleAt()
    {
        var due = await DueAsync();

        Assert.Equal(due.VisibleAt, (await Store.CancelAsync(due.Key.Id))!.VisibleAt);
    }

    [Fact]
    public async Task Cancel_PausedReminder_EndsIt()
    {
        var reminder = await KeepAsync(Sample.Reminder());
        await Store.ChangeAsync(reminder.Id, (before, _) => before with { PauseCauses = PauseCauses.User });

        var cancelled = await Store.CancelAsync(reminder.Id);

        Assert.Equal((ReminderState.Cancelled, PauseCauses.None, null), (cancelled!.State, cancelled.PauseCauses, cancelled.VisibleAt));
    }

    [Fact]
    public async Task Cancel_AfterAFailure_KeepsAttemptAndError()
    {
        var due = await DueAsync();
        await SettleAsync(new Settlement.Again(due, Now, Now + TimeSpan.FromSeconds(1), Attempt: 2, BrokenStreams: 1, "ambiguous"));

        var cancelled = await Store.CancelAsync(due.Key.Id);

        Assert.Equal((2, "ambiguous"), (cancelled!.Attempt, cancelled.LastError));
    }

    [Fact]
    public async Task Cancel_Twice_ReturnsNullTheSecondTime()
    {
        var reminder = await KeepAsync(Sample.Reminder());

        Assert.NotNull(await Store.CancelAsync(reminder.Id));
        Assert.Null(await Store.CancelAsync(reminder.Id));
        Assert.Null(await Store.CancelAsync(Guid.CreateVersion7()));
    }

    [Theory]
    [InlineData(ReminderState.Delivered)]
    [InlineData(ReminderState.Failed)]
    [InlineData(ReminderState.Expired)]
    public async Task Cancel_SettledReminder_ReturnsNull(ReminderState state)
    {
        var ended = await EndAsync(state);

        Assert.Null(await Store.CancelAsync(ended.Id));
        Assert.Equal(ended, await FindAsync(ended.Id));
    }

    [Fact]
    public async Task Cancel_Concurrently_SucceedsOnce()
    {
        var reminder = await KeepAsync(Sample.Reminder());

        var cancellations = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store.CancelAsync(reminder.Id))));

        Assert.Single(cancellations, cancelled => cancelled is not null);
        Assert.Single(await Harness.HistoryAsync());
    }

    [Fact]
    public async Task CancelMatching_UserAndLabel_EndsTheMatchingReminders()
    {
        var wanted = await KeepAsync(Sample.Reminder("u", with: content => content.Labels["a"] = "1"));
        var paused = await KeepAsync(Sample.Reminder("u", with: content => content.Labels["a"] = "1"));
        await Store.ChangeAsync(paused.Id, (before, _) => before with { PauseCauses = PauseCauses.User });
        var otherUser = await KeepAsync(Sample.Reminder("v", with: content => content.Labels["a"] = "1"));
        var otherLabel = await KeepAsync(Sample.Reminder("u", with: content => content.Labels["a"] = "2"));
        var otherOwner = await KeepAsync(Sample.Reminder("u", with: content => content.Labels["a"] = "1") with { Owner = "other" });

        var count = await Store.CancelMatchingAsync(Sample.Live with
        {
            Recipient = new Recipient { UserId = "u" },
            Labels = new Dictionary<string, string> { ["a"] = "1" },
        });

        Assert.Equal(2, count);
        foreach (var id in new[] { wanted.Id, paused.Id })
        {
            var cancelled = await FindAsync(id);
            Assert.Equal(ReminderState.Cancelled, cancelled.State);
            Assert.NotNull(cancelled.SettledAt);
        }

        foreach (var left in new[] { otherUser, otherLabel, otherOwner })
            Assert.Equal(left, await FindAsync(left.Id));
    }

    [Fact]
    public async Task CancelMatching_Limit_EndsTheFirst()
    {
        var reminders = Sample.Many(5);
        foreach (var reminder in reminders)
            await KeepAsync(reminder);

        Assert.Equal(3, await Store.CancelMatchingAsync(Sample.Live with { Limit = 3 }));
        Assert.Equal(reminders.Skip(3).Select(reminder => reminder.Id), await IdsAsync(Sample.Live));
        Assert.Equal(2, await Store.CancelMatchingAsync(Sample.Live with { Limit = 3 }));
        Assert.Equal(0, await Store.CancelMatchingAsync(Sample.Live with { Limit = 3 }));
    }

    [Fact]
    public async Task CancelMatching_State_EndsOnlyRemindersInIt()
    {
        var scheduled = await KeepAsync(Sample.Reminder());
        var paused = await KeepAsync(Sample.Reminder());
        await Store.ChangeAsync(paused.Id, (before, _) => before with { PauseCauses = PauseCauses.User });

        Assert.Equal(1, await Store.CancelMatchingAsync(Sample.Live with { States = new HashSet<ReminderState> { ReminderState.Paused } }));

        Assert.Equal(ReminderState.Cancelled, (await FindAsync(paused.Id)).State);
        Assert.Equal(scheduled, await FindAsync(scheduled.Id));
    }

    [Fact]
    public async Task CancelMatching_DueTimes_EndsOnlyRemindersBetweenThem()
    {
        var start = Now + TimeSpan.FromHours(1);
        var reminders = Sample.Many(3, i => Sample.Reminder(dueAt: start.Plus(i)));
        foreach (var reminder in reminders)
            await KeepAsync(reminder);

        Assert.Equal(1, await Store.CancelMatchingAsync(Sample.Live with { DueFrom = start.Plus(1), DueBefore = start.Plus(2) }));
        Assert.Equal([reminders[0].Id, reminders[2].Id], await IdsAsync(Sample.Live));
    }

    [Fact]
    public async Task CancelMatching_SettledReminders_LeavesThem()
    {
        var failed = await EndAsync(ReminderState.Failed);
        var delivered = await EndAsync(ReminderState.Delivered);

        Assert.Equal(0, await Store.CancelMatchingAsync(Sample.Live));
        Assert.Equal([failed, delivered], await Store.ListAsync(Sample.Everything, CancellationToken.None));
    }
}
