using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests the retry of dead letters.</summary>
public abstract class RetryConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task Retry_FailedReminder_MakesItLiveAgain()
    {
        var reminder = Sample.Labelled("a", "1") with { TraceParent = "00-trace" };
        var failed = await EndAsync(ReminderState.Failed, reminder);
        var start = Now;

        var retried = await Store.RetryAsync(failed.Id);

        Assert.Equal(retried, await FindAsync(failed.Id));
        Assert.Equal((ReminderState.Scheduled, failed.DueAt, 2, 0, 0), (retried!.State, retried.DueAt, retried.Generation, retried.Attempt, retried.BrokenStreams));
        Assert.Equal((failed.Revision + 1, failed.Occurrence), (retried.Revision, retried.Occurrence));
        Assert.Equal((reminder.Content, reminder.Owner, reminder.Shard, "00-trace"), (retried.Content, retried.Owner, retried.Shard, retried.TraceParent));
        AssertWritten(since: start, retried.VisibleAt!.Value);
        Assert.Null(retried.SettledAt);
    }

    [Theory]
    [InlineData(ReminderState.Delivered)]
    [InlineData(ReminderState.Expired)]
    [InlineData(ReminderState.Cancelled)]
    public async Task Retry_NotFailedReminder_ReturnsNull(ReminderState state)
    {
        var ended = await EndAsync(state);

        Assert.Null(await Store.RetryAsync(ended.Id));
        Assert.Equal(ended, await FindAsync(ended.Id));
    }

    [Fact]
    public async Task Retry_LiveOrUnknownReminder_ReturnsNull()
    {
        var live = await KeepAsync(Sample.Reminder());

        Assert.Null(await Store.RetryAsync(live.Id));
        Assert.Null(await Store.RetryAsync(Guid.CreateVersion7()));
        Assert.Equal(live, await FindAsync(live.Id));
    }

    [Fact]
    public async Task Retry_Twice_ReturnsNullTheSecondTime()
    {
        var failed = await EndAsync(ReminderState.Failed);

        Assert.NotNull(await Store.RetryAsync(failed.Id));
        Assert.Null(await Store.RetryAsync(failed.Id));
        Assert.Equal([failed.Id], await IdsAsync());
    }

    [Fact]
    public async Task Retry_FailedReminder_KeepsTheFailureInTheHistory()
    {
        var failed = await EndAsync(ReminderState.Failed);
        await Store.RetryAsync(failed.Id);

        var past = Assert.Single(await Harness.HistoryAsync());
        Assert.Equal((failed.Id, ReminderState.Failed, 1, "rejected"), (past.Id, past.State, past.Generation, past.Error));
        Assert.False(past.HasContent);
    }

    [Fact]
    public async Task Retry_ThenDelivered_EndsAsDelivered()
    {
        var failed = await EndAsync(ReminderState.Failed);
        await Store.RetryAsync(failed.Id);

        var due = await ReadDueAsync(failed.Id);
        Assert.Equal((2, failed.DueAt), (due.Generation, due.DueAt));
        Assert.True(await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Delivered, 0)));

        Assert.Equal(ReminderState.Delivered, (await FindAsync(failed.Id)).State);
        Assert.Equal([ReminderState.Failed, ReminderState.Delivered], (await Harness.HistoryAsync()).OrderBy(past => past.Generation).Select(past => past.State));
        Assert.Equal([failed.Id], await IdsAsync());
    }

    [Fact]
    public async Task Retry_ThenFailedAgain_CanBeRetriedAgain()
    {
        var failed = await EndAsync(ReminderState.Failed);
        await Store.RetryAsync(failed.Id);
        await SettleAsync(new Settlement.Ended(await ReadDueAsync(failed.Id), Now, ReminderState.Failed, 1, "again"));

        Assert.Equal("again", (await FindAsync(failed.Id)).LastError);
        Assert.Equal(3, (await Store.RetryAsync(failed.Id))!.Generation);
    }

    [Fact]
    public async Task Retry_FailedReminder_IsFoundByLabelAndRecipient()
    {
        var failed = await EndAsync(ReminderState.Failed, Sample.Labelled("a", "1"));
        await Store.RetryAsync(failed.Id);

        Assert.Equal([failed.Id], await IdsAsync(Sample.Live with
        {
            Labels = new Dictionary<string, string> { ["a"] = "1" },
            Recipient = new Recipient { UserId = "user-1" },
        }));
    }
}
