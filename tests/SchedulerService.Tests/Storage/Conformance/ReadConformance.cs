using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests reading reminders again after a scan, and the flag that an occurrence was tried.</summary>
public abstract class ReadConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task Read_AfterAScan_ReturnsTheSameReminders()
    {
        var reminders = Sample.Many(3);
        foreach (var reminder in reminders)
            await DueAsync(reminder);
        var read = await ScanAsync();

        var again = await Session.ReadAsync([.. read.Reverse().Select(due => (due.Shard, due.Key))], CancellationToken.None);

        Assert.Equal(read.OrderBy(due => due.Key.Id), again.OrderBy(due => due.Key.Id));
    }

    [Fact]
    public async Task Read_ChangedOrEndedSince_OmitsThem()
    {
        var reminders = Sample.Many(4);
        foreach (var reminder in reminders)
            await DueAsync(reminder);
        var read = await ScanAsync();
        await Store.CancelAsync(reminders[0].Id);
        await Store.ChangeAsync(reminders[1].Id, (before, _) => before with { PauseCauses = PauseCauses.User });
        await SettleAsync(new Settlement.Again(read.Single(due => due.Key.Id == reminders[2].Id), Now, Now, 1, 0, "later"));

        var again = await Session.ReadAsync([.. read.Select(due => (due.Shard, due.Key))], CancellationToken.None);

        Assert.Equal(reminders[3].Id, Assert.Single(again).Key.Id);
    }

    [Fact]
    public async Task Read_NoKeys_ReturnsNothing() => Assert.Empty(await Session.ReadAsync([], CancellationToken.None));

    [Fact]
    public async Task WasTried_NextOccurrenceOrChange_IsReset()
    {
        var due = await DueAsync();
        Assert.False(due.WasTried);

        await SettleAsync(new Settlement.Again(due, Now, Now, 0, 0, "later"));
        due = await ReadDueAsync(due.Key.Id);
        Assert.True(due.WasTried);

        await Store.ChangeAsync(due.Key.Id, (before, _) => before with { Attempt = 0 });
        due = await ReadDueAsync(due.Key.Id);
        Assert.False(due.WasTried);

        await SettleAsync(new Settlement.Again(due, Now, Now, 0, 0, "later"));
        due = await ReadDueAsync(due.Key.Id);
        await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Delivered, 0) { Next = Sample.After(due) });
        due = await ReadDueAsync(due.Key.Id);
        Assert.False(due.WasTried);

        await SettleAsync(new Settlement.Again(due, Now, Now, 0, 0, "later"));
        due = await ReadDueAsync(due.Key.Id);
        await SettleAsync(new Settlement.Unreachable(due, Now, 1, "blocked"));
        await Store.ResumeRecipientAsync(new Recipient { UserId = "user-1" }, 10);
        Assert.False((await ReadDueAsync(due.Key.Id)).WasTried);
    }

    private async Task<IReadOnlyList<DueReminder>> ScanAsync() =>
        (await Session.ScanAsync(Sample.ShardOfMost, ScanPosition.Start, Now, 100, CancellationToken.None)).Reminders;
}
