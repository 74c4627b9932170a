using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests the erasure of a user's data.</summary>
public abstract class ForgetConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    private static readonly Recipient Forgotten = new() { UserId = "gone" };

    [Theory]
    [InlineData(ReminderState.Delivered)]
    [InlineData(ReminderState.Failed)]
    [InlineData(ReminderState.Expired)]
    [InlineData(ReminderState.Cancelled)]
    public async Task ForgetRecipient_SettledReminder_ErasesIt(ReminderState state)
    {
        var ended = await EndAsync(state, Sample.Reminder("gone"));
        var kept = await EndAsync(state, Sample.Reminder("stays"));

        Assert.Equal(1, await Store.ForgetRecipientAsync(Forgotten, 10));

        Assert.Null(await Store.GetAsync(ended.Id, CancellationToken.None));
        Assert.Equal([kept.Id], await IdsAsync());
        Assert.DoesNotContain(await Harness.HistoryAsync(), past => past.UserId == "gone");
        Assert.Null(await Store.RetryAsync(ended.Id));
    }

    [Fact]
    public async Task ForgetRecipient_LiveRemindersOfSeveralOwners_ErasesThem()
    {
        await KeepAsync(Sample.Reminder("gone"));
        await KeepAsync(Sample.Reminder("gone") with { Owner = "other" });
        await KeepAsync(Sample.InConversation("c", "gone"));
        var kept = await KeepAsync(Sample.Reminder("stays"));

        Assert.Equal(3, await Store.ForgetRecipientAsync(Forgotten, 10));

        Assert.Equal([kept.Id], await IdsAsync());
        Assert.Empty(await IdsAsync(Sample.Everything with { Owner = "other" }));
    }

    [Fact]
    public async Task ForgetRecipient_Series_ErasesItsHistory()
    {
        var due = await DueAsync(Sample.Reminder("gone"));
        await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Delivered, 0) { Next = Sample.After(due) });
        Assert.Single(await Harness.HistoryAsync());

        Assert.Equal(1, await Store.ForgetRecipientAsync(Forgotten, 10));

        Assert.Empty(await Harness.HistoryAsync());
        Assert.Null(await Store.GetAsync(due.Key.Id, CancellationToken.None));
    }

    [Fact]
    public async Task ForgetRecipient_StaleOutcomes_ErasesThem()
    {
        var due = await DueAsync(Sample.Reminder("gone"));
        await Store.ChangeAsync(due.Key.Id, (before, _) => before with { Attempt = 1 });
        Assert.False(await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Delivered, 0)));
        Assert.Equal("gone", Assert.Single(await Harness.HistoryAsync()).UserId);

        await Store.ForgetRecipientAsync(Forgotten, 10);

        Assert.Empty(await Harness.HistoryAsync());
    }

    [Fact]
    public async Task ForgetRecipient_RetriedReminder_ErasesIt()
    {
        var failed = await EndAsync(ReminderState.Failed, Sample.Reminder("gone"));
        await Store.RetryAsync(failed.Id);

        Assert.Equal(1, await Store.ForgetRecipientAsync(Forgotten, 10));

        Assert.Empty(await Harness.HistoryAsync());
        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public async Task ForgetRecipient_CreatedWithRequestIds_ErasesTheRequestIds()
    {
        await KeepAsync(Sample.Reminder("gone"), Sample.Request("live"));
        await EndAsync(ReminderState.Failed, await WithRequestAsync("gone", "settled"));
        var kept = await KeepAsync(Sample.Reminder("stays"), Sample.Request("kept"));

        await Store.ForgetRecipientAsync(Forgotten, 10);

        Assert.Null(await Store.FindRequestAsync(Sample.Request("live"), CancellationToken.None));
        Assert.Null(await Store.FindRequestAsync(Sample.Request("settled"), CancellationToken.None));
        Assert.Equal(kept.Id, (await Store.FindRequestAsync(Sample.Request("kept"), CancellationToken.None))!.Id);
    }

    [Theory]
    [InlineData(ReminderState.Delivered)]
    [InlineData(ReminderState.Failed)]
    public async Task Settle_ErasedReminder_RecordsNothing(ReminderState outcome)
    {
        var due = await DueAsync(Sample.Reminder("gone"));
        await Store.ForgetRecipientAsync(Forgotten, 10);

        Assert.False(await SettleAsync(new Settlement.Ended(due, Now, outcome, 1, "error") { Notice = Sample.Reminder("gone") }));

        Assert.Empty(await Harness.HistoryAsync());
        Assert.Empty(await IdsAsync());
    }

    [Theory]
    [InlineData("t", "1,2")]
    [InlineData("", "2")]
    [InlineData("nowhere", "0,1,2")]
    public async Task ForgetRecipient_TenantGiven_LeavesOtherTenants(string tenant, string left)
    {
        var reminders = new[] { Sample.InConversation(null, "gone", "t"), Sample.InConversation(null, "gone", "other"), Sample.InConversation(null, "stays", "t") };
        foreach (var reminder in reminders)
            await KeepAsync(reminder);

        await Store.ForgetRecipientAsync(new Recipient { UserId = "gone", TenantId = tenant }, 10);

        Assert.Equal(left.Split(',').Select(i => reminders[int.Parse(i, System.Globalization.CultureInfo.InvariantCulture)].Id), await IdsAsync());
    }

    [Fact]
    public async Task ForgetRecipient_Limit_ErasesTheFirst()
    {
        var reminders = Sample.Many(7, _ => Sample.Reminder("gone"));
        foreach (var (reminder, i) in reminders.Select((reminder, i) => (reminder, i)))
        {
            if (i % 2 == 0)
                await KeepAsync(reminder);
            else
                await EndAsync(i % 4 == 1 ? ReminderState.Failed : ReminderState.Delivered, reminder);
        }

        Assert.Equal(3, await Store.ForgetRecipientAsync(Forgotten, 3));
        Assert.Equal(reminders.Skip(3).Select(reminder => reminder.Id), await IdsAsync());
        Assert.Equal(3, await Store.ForgetRecipientAsync(Forgotten, 3));
        Assert.Equal(1, await Store.ForgetRecipientAsync(Forgotten, 3));
        Assert.Equal(0, await Store.ForgetRecipientAsync(Forgotten, 3));
        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public async Task ForgetRecipient_MoreOccurrencesThanTheLimit_CountsReminders()
    {
        var series = Sample.Reminder("gone");
        await KeepAsync(series);
        for (var i = 0; i < 5; i++)
        {
            var due = await ReadDueAsync(series.Id);
            await SettleAsync(new Settlement.Ended(due, Now, ReminderState.Delivered, 0) { Next = Sample.After(due) });
        }

        await Store.CancelAsync(series.Id);
        await EndAsync(ReminderState.Delivered, Sample.Reminder("gone"));

        Assert.Equal(2, await Store.ForgetRecipientAsync(Forgotten, 2));
        Assert.Empty(await Harness.HistoryAsync());
        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public async Task ForgetRecipient_UnknownUser_ErasesNothing()
    {
        var kept = await KeepAsync(Sample.Reminder("stays"));
        await KeepAsync(Sample.InConversation("c", ""));

        Assert.Equal(0, await Store.ForgetRecipientAsync(Forgotten, 10));
        Assert.Equal(0, await Store.ForgetRecipientAsync(new Recipient { ConversationId = "c" }, 10));
        Assert.Equal(2, (await IdsAsync()).Count);
        Assert.Equal(kept, await FindAsync(kept.Id));
    }

    private async Task<Nudge.SchedulerService.Reminders.StoredReminder> WithRequestAsync(string user, string request)
    {
        // The caller creates the returned reminder itself, without a request id. So a second reminder of the user uses the request id.
        var reminder = Sample.Reminder(user);
        await Store.CreateAsync(reminder, Sample.Request(request));
        await Store.CancelAsync(reminder.Id);
        return Sample.Reminder(user);
    }
}
