using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests that a reminder of another owner counts as absent.</summary>
public abstract class OwnerConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    private const string Stranger = "stranger";

    [Fact]
    public async Task Get_OfAnotherOwner_ReturnsNull()
    {
        var live = await KeepAsync(Sample.Reminder());
        var ended = await EndAsync(ReminderState.Delivered);
        var failed = await EndAsync(ReminderState.Failed);

        foreach (var reminder in new[] { live, ended, failed })
        {
            Assert.Null(await Store.GetAsync(reminder.Id, Stranger, CancellationToken.None));
            Assert.NotNull(await Store.GetAsync(reminder.Id, Sample.Owner, CancellationToken.None));
            Assert.NotNull(await Store.GetAsync(reminder.Id, owner: null, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Change_OfAnotherOwner_ChangesNothing()
    {
        var reminder = await KeepAsync(Sample.Reminder());

        Assert.Null(await Store.ChangeAsync(reminder.Id, Stranger, (before, _) => before with { PauseCauses = PauseCauses.User }));

        Assert.Equal(reminder, await FindAsync(reminder.Id));
        Assert.NotNull(await Store.ChangeAsync(reminder.Id, Sample.Owner, (before, _) => before with { PauseCauses = PauseCauses.User }));
    }

    [Fact]
    public async Task Cancel_OfAnotherOwner_CancelsNothing()
    {
        var reminder = await KeepAsync(Sample.Reminder());

        Assert.Null(await Store.CancelAsync(reminder.Id, Stranger));

        Assert.Equal(reminder, await FindAsync(reminder.Id));
        Assert.NotNull(await Store.CancelAsync(reminder.Id, Sample.Owner));
    }

    [Fact]
    public async Task Retry_OfAnotherOwner_RetriesNothing()
    {
        var failed = await EndAsync(ReminderState.Failed);

        Assert.Null(await Store.RetryAsync(failed.Id, Stranger));

        Assert.Equal(failed, await FindAsync(failed.Id));
        Assert.NotNull(await Store.RetryAsync(failed.Id, Sample.Owner));
    }

    [Fact]
    public async Task List_WithoutAnOwner_HasTheRemindersOfEachOwner()
    {
        var (own, foreign) = (await KeepAsync(Sample.Reminder()), await KeepAsync(Sample.Reminder() with { Owner = Stranger }));

        Assert.Equal([own.Id, foreign.Id], (await Store.ListAsync(Sample.Everything with { Owner = null }, CancellationToken.None)).Select(reminder => reminder.Id));
        Assert.Equal([foreign.Id], (await Store.ListAsync(Sample.Everything with { Owner = Stranger }, CancellationToken.None)).Select(reminder => reminder.Id));
    }

    [Fact]
    public async Task CancelMatching_OfAnotherOwner_CancelsNothing()
    {
        var reminder = await KeepAsync(Sample.Reminder());

        Assert.Equal(0, await Store.CancelMatchingAsync(Sample.Live with { Owner = Stranger }));

        Assert.Equal(reminder, await FindAsync(reminder.Id));
        Assert.Equal(1, await Store.CancelMatchingAsync(Sample.Live with { Owner = null }));
    }

    [Fact]
    public async Task ResumeRecipient_OfAnotherOwner_ResumesNothing()
    {
        var reminder = await KeepAsync(Sample.Reminder());
        await Store.ChangeAsync(reminder.Id, owner: null, (before, _) => before with { PauseCauses = PauseCauses.Recipient });

        Assert.Equal(0, (await Store.ResumeRecipientAsync(reminder.Content.Recipient, Stranger, 10)).Count);
        Assert.Equal(1, (await Store.ResumeRecipientAsync(reminder.Content.Recipient, Sample.Owner, 10)).Count);
    }

    [Fact]
    public async Task ForgetRecipient_OfAnotherOwner_ErasesNothing()
    {
        var live = await KeepAsync(Sample.Reminder());
        var ended = await EndAsync(ReminderState.Delivered);
        var failed = await EndAsync(ReminderState.Failed);

        Assert.Equal(0, await Store.ForgetRecipientAsync(live.Content.Recipient, Stranger, 10));

        foreach (var reminder in new[] { live, ended, failed })
            Assert.NotNull(await FindAsync(reminder.Id));
        Assert.Equal(3, await Store.ForgetRecipientAsync(live.Content.Recipient, Sample.Owner, 10));
    }

    [Fact]
    public async Task CountPendingByOwner_CountsTheLiveRemindersOfEachOwner()
    {
        await KeepAsync(Sample.Reminder());
        await KeepAsync(Sample.Reminder() with { Owner = Stranger });
        await KeepAsync(Sample.Reminder() with { Owner = Stranger });
        await EndAsync(ReminderState.Delivered);

        Assert.Equal(new Dictionary<string, long> { [Sample.Owner] = 1, [Stranger] = 2 }, await Store.CountPendingByOwnerAsync(CancellationToken.None));
    }
}
