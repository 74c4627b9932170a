using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests that a change of a caller is recorded in its own commit.</summary>
public abstract class AuditConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    private static readonly AuditQuery Every = new(Owner: null, ReminderId: null, Actor: null, Actions: [], From: null, Before: null, Below: null, Limit: 100);

    [Fact]
    public async Task Create_Recorded_HasTheReminderAfterIt()
    {
        var reminder = Sample.Reminder();
        await Store.CreateAsync(reminder, Sample.Request("first"), By(AuditAction.Create));
        await Store.CreateAsync(Sample.Reminder(), Sample.Request("first"), By(AuditAction.Create));
        await Store.CreateAsync(Sample.Reminder(), request: null);

        var record = Assert.Single(await ListAsync(Every));

        Assert.Equal((AuditAction.Create, reminder.Id, Sample.Owner, "ann", "192.0.2.1"), (record.Action, record.ReminderId, record.Owner, record.Actor, record.Address));
        Assert.Null(record.Before);
        Assert.Equal(new ReminderSnapshot(ReminderState.Scheduled, reminder.DueAt, 1), record.After);
    }

    [Fact]
    public async Task Change_Recorded_HasTheReminderBeforeAndAfter()
    {
        var reminder = await KeepAsync(Sample.Reminder());

        await Store.ChangeAsync(reminder.Id, By(AuditAction.Pause) with { ChangedFields = "labels" }, (before, _) => before with { PauseCauses = PauseCauses.User });
        await Store.ChangeAsync(reminder.Id, By(AuditAction.Pause), (_, _) => null);

        var record = Assert.Single(await ListAsync(Every));
        Assert.Equal(new ReminderSnapshot(ReminderState.Scheduled, reminder.DueAt, 1), record.Before);
        Assert.Equal(new ReminderSnapshot(ReminderState.Paused, reminder.DueAt, 2), record.After);
        Assert.Equal("labels", record.ChangedFields);
        Assert.Equal((await FindAsync(reminder.Id)).UpdatedAt, record.At);
    }

    [Fact]
    public async Task Cancel_Recorded_HasTheReminderBeforeAndAfter()
    {
        var reminder = await KeepAsync(Sample.Reminder());

        await Store.CancelAsync(reminder.Id, By(AuditAction.Cancel));
        await Store.CancelAsync(reminder.Id, By(AuditAction.Cancel));

        var record = Assert.Single(await ListAsync(Every));
        Assert.Equal(new ReminderSnapshot(ReminderState.Scheduled, reminder.DueAt, 1), record.Before);
        Assert.Equal(new ReminderSnapshot(ReminderState.Cancelled, reminder.DueAt, 2), record.After);
    }

    [Fact]
    public async Task CancelMatching_Recorded_HasARecordOfEachReminder()
    {
        var (first, second) = (await KeepAsync(Sample.Reminder()), await KeepAsync(Sample.Reminder()));
        await KeepAsync(Sample.Reminder() with { Owner = "stranger" });

        await Store.CancelMatchingAsync(Sample.Live, By(AuditAction.Cancel));

        Assert.Equal(new[] { first.Id, second.Id }.Order(), (await ListAsync(Every)).Select(record => record.ReminderId).Order());
    }

    [Fact]
    public async Task Retry_Recorded_HasTheReminderBeforeAndAfter()
    {
        var failed = await EndAsync(ReminderState.Failed);

        await Store.RetryAsync(failed.Id, By(AuditAction.Retry));

        var record = Assert.Single(await ListAsync(Every));
        Assert.Equal(new ReminderSnapshot(ReminderState.Failed, failed.DueAt, failed.Revision), record.Before);
        Assert.Equal(new ReminderSnapshot(ReminderState.Scheduled, failed.DueAt, failed.Revision + 1), record.After);
    }

    [Fact]
    public async Task ResumeRecipient_Recorded_HasTheReminderBeforeAndAfter()
    {
        var reminder = await KeepAsync(Sample.Reminder());
        await Store.ChangeAsync(reminder.Id, (before, _) => before with { PauseCauses = PauseCauses.Recipient });

        await Store.ResumeRecipientAsync(reminder.Content.Recipient, By(AuditAction.ResumeRecipient), 10);

        var record = Assert.Single(await ListAsync(Every));
        Assert.Equal(new ReminderSnapshot(ReminderState.Paused, reminder.DueAt, 2), record.Before);
        Assert.Equal(new ReminderSnapshot(ReminderState.Scheduled, reminder.DueAt, 3), record.After);
    }

    [Fact]
    public async Task ForgetRecipient_Recorded_HasARecordOfEachReminder()
    {
        var live = await KeepAsync(Sample.Reminder());
        var delivered = await EndAsync(ReminderState.Delivered);
        var failed = await EndAsync(ReminderState.Failed);

        await Store.ForgetRecipientAsync(live.Content.Recipient, By(AuditAction.ForgetRecipient), 10);

        var records = (await ListAsync(Every)).ToDictionary(record => record.ReminderId);
        Assert.Equal(3, records.Count);
        foreach (var reminder in new[] { live, delivered, failed })
        {
            Assert.Equal(new ReminderSnapshot(reminder.State, reminder.DueAt, reminder.Revision), records[reminder.Id].Before);
            Assert.Null(records[reminder.Id].After);
        }
    }

    [Fact]
    public async Task ListAudit_EachCondition_SelectsItsRecords()
    {
        var own = await KeepAsync(Sample.Reminder());
        var foreign = await KeepAsync(Sample.Reminder() with { Owner = "stranger" });
        await Store.ChangeAsync(own.Id, By(AuditAction.Pause), (before, _) => before with { PauseCauses = PauseCauses.User });
        await Store.ChangeAsync(foreign.Id, By(AuditAction.Pause) with { Owner = null, Actor = "root" }, (before, _) => before with { PauseCauses = PauseCauses.User });
        await Store.CancelAsync(own.Id, By(AuditAction.Cancel));

        var all = await ListAsync(Every);

        Assert.Equal([AuditAction.Cancel, AuditAction.Pause, AuditAction.Pause], all.Select(record => record.Action));
        Assert.Equal([all[0], all[2]], await ListAsync(Every with { Owner = Sample.Owner }));
        Assert.Equal([all[1]], await ListAsync(Every with { ReminderId = foreign.Id }));
        Assert.Equal([all[1]], await ListAsync(Every with { Actor = "root" }));
        Assert.Equal([all[0]], await ListAsync(Every with { Actions = [AuditAction.Cancel] }));
        Assert.Equal(all, await ListAsync(Every with { Actions = [AuditAction.Cancel, AuditAction.Pause] }));
        Assert.Equal([all[0]], await ListAsync(Every with { Limit = 1 }));
        Assert.Equal([all[1], all[2]], await ListAsync(Every with { Below = all[0].Sequence }));
        Assert.Equal(all, await ListAsync(Every with { From = all[2].At }));
        Assert.Empty(await ListAsync(Every with { From = all[0].At + TimeSpan.FromMilliseconds(1) }));
        Assert.Equal(all, await ListAsync(Every with { Before = all[0].At + TimeSpan.FromMilliseconds(1) }));
        Assert.Empty(await ListAsync(Every with { Before = all[2].At }));
    }

    [Fact]
    public async Task Forget_OldRecords_DeletesThem()
    {
        for (var i = 0; i < 3; i++)
            await Store.CreateAsync(Sample.Reminder(), request: null, By(AuditAction.Create));
        var latest = (await ListAsync(Every))[0];

        Assert.Equal(2, await ForgetAsync(latest.At + TimeSpan.FromMilliseconds(1), limit: 2));
        Assert.Equal([latest], await ListAsync(Every));
        Assert.Equal(0, await ForgetAsync(latest.At - TimeSpan.FromDays(1), limit: 2));
        Assert.Equal([latest], await ListAsync(Every));
    }

    private static Edit By(AuditAction action) => new(Sample.Owner, action, "ann", "192.0.2.1");

    private async Task<IReadOnlyList<AuditRecord>> ListAsync(AuditQuery query) => await Store.ListAuditAsync(query, CancellationToken.None);

    private Task<int> ForgetAsync(Instant audit, int limit) => Store.ForgetAsync(new Retirement(Instant.Earliest, Instant.Earliest, Instant.Earliest, audit), limit);
}
