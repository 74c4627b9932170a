using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests the pause for an unreachable recipient, and the resume.</summary>
public abstract class UnreachableConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task Settle_Unreachable_PausesTheReminder()
    {
        var due = await DueAsync(Sample.InConversation("c"));
        var at = Now;

        Assert.True(await SettleAsync(new Settlement.Unreachable(due, at, Attempt: 3, "blocked")));

        var paused = await FindAsync(due.Key.Id);
        Assert.Equal((ReminderState.Paused, PauseCauses.Recipient, null), (paused.State, paused.PauseCauses, paused.VisibleAt));
        Assert.Equal((3, "blocked", at, due.Key.Revision + 1), (paused.Attempt, paused.LastError, paused.UpdatedAt, paused.Revision));
        Assert.Equal((due.DueAt, due.Key.Occurrence, due.Generation), (paused.DueAt, paused.Occurrence, paused.Generation));
    }

    [Fact]
    public async Task Settle_UnreachableConversation_PausesItsOtherReminders()
    {
        var due = await DueAsync(Sample.InConversation("c", "u"));
        var sameConversation = await KeepAsync(Sample.InConversation("c", "v") with { Shard = 9 });
        var otherConversation = await KeepAsync(Sample.InConversation("d", "u"));
        var noConversation = await KeepAsync(Sample.InConversation(null, "u"));

        await SettleAsync(new Settlement.Unreachable(due, Now, 1, "blocked"));

        var neighbour = await FindAsync(sameConversation.Id);
        Assert.Equal((PauseCauses.Recipient, null, 2L), (neighbour.PauseCauses, neighbour.VisibleAt, neighbour.Revision));
        Assert.Equal((0, "blocked"), (neighbour.Attempt, neighbour.LastError));
        Assert.Equal(otherConversation, await FindAsync(otherConversation.Id));
        Assert.Equal(noConversation, await FindAsync(noConversation.Id));
    }

    [Fact]
    public async Task Settle_UnreachableUser_PausesTheUsersRemindersWithoutAConversation()
    {
        var due = await DueAsync(Sample.InConversation(null, "u"));
        var sameUser = await KeepAsync(Sample.InConversation(null, "u") with { Owner = "other" });
        var elsewhere = await KeepAsync(Sample.InConversation("c", "u"));
        var otherUser = await KeepAsync(Sample.InConversation(null, "v"));

        await SettleAsync(new Settlement.Unreachable(due, Now, 1, "blocked"));

        Assert.Equal(PauseCauses.Recipient, (await FindAsync(sameUser.Id)).PauseCauses);
        Assert.Equal(elsewhere, await FindAsync(elsewhere.Id));
        Assert.Equal(otherUser, await FindAsync(otherUser.Id));
    }

    [Fact]
    public async Task Settle_UnreachableWithAPausedNeighbour_AddsItsCause()
    {
        var due = await DueAsync(Sample.InConversation("c"));
        var paused = await KeepAsync(Sample.InConversation("c"));
        await Store.ChangeAsync(paused.Id, (before, _) => before with { PauseCauses = PauseCauses.User });

        await SettleAsync(new Settlement.Unreachable(due, Now, 1, "blocked"));

        Assert.Equal(PauseCauses.User | PauseCauses.Recipient, (await FindAsync(paused.Id)).PauseCauses);
    }

    [Fact]
    public async Task Settle_UnreachableTwice_LeavesPausedReminders()
    {
        var first = await DueAsync(Sample.InConversation("c"));
        await SettleAsync(new Settlement.Unreachable(first, Now, 1, "blocked"));
        var paused = await FindAsync(first.Key.Id);
        var second = await DueAsync(Sample.InConversation("c"));

        await SettleAsync(new Settlement.Unreachable(second, Now, 1, "blocked again"));

        Assert.Equal(paused, await FindAsync(first.Key.Id));
    }

    [Fact]
    public async Task Settle_UnreachableButReminderChanged_PausesNothing()
    {
        var due = await DueAsync(Sample.InConversation("c"));
        var neighbour = await KeepAsync(Sample.InConversation("c"));
        var changed = (await Store.ChangeAsync(due.Key.Id, (before, _) => before with { Attempt = 7 }))!.After;

        Assert.False(await SettleAsync(new Settlement.Unreachable(due, Now, 1, "blocked")));

        Assert.Equal(changed, await FindAsync(due.Key.Id));
        Assert.Equal(neighbour, await FindAsync(neighbour.Id));
        Assert.Empty(await Harness.HistoryAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Settle_UnreachableAmongOtherOutcomes_DoesNotMakeThemStale(bool unreachableFirst)
    {
        var unreachable = await DueAsync(Sample.InConversation("c"));
        var ended = await DueAsync(Sample.InConversation("c"));
        var again = await DueAsync(Sample.InConversation("c"));
        var alsoUnreachable = await DueAsync(Sample.InConversation("c"));
        List<Settlement> settlements =
        [
            new Settlement.Unreachable(unreachable, Now, 1, "blocked"),
            new Settlement.Ended(ended, Now, ReminderState.Delivered, 0),
            new Settlement.Again(again, Now, Now + TimeSpan.FromSeconds(1), 1, 0, "later"),
            new Settlement.Unreachable(alsoUnreachable, Now, 2, "blocked, too"),
        ];
        if (!unreachableFirst)
            settlements.Reverse();

        Assert.All(await Session.SettleAsync(settlements), settled => Assert.Equal(Settled.Written, settled));

        Assert.Equal(ReminderState.Delivered, (await FindAsync(ended.Key.Id)).State);
        foreach (var due in new[] { unreachable, again, alsoUnreachable })
            Assert.Equal(PauseCauses.Recipient, (await FindAsync(due.Key.Id)).PauseCauses);
        Assert.Equal((1, 2), ((await FindAsync(unreachable.Key.Id)).Attempt, (await FindAsync(alsoUnreachable.Key.Id)).Attempt));
        Assert.Single(await Harness.HistoryAsync());
    }

    [Theory]
    [InlineData("u", "", "", "0,2")]
    [InlineData("", "c", "", "1")]
    [InlineData("", "", "t", "2")]
    [InlineData("u", "", "t", "2")]
    [InlineData("unknown", "", "", "")]
    public async Task Resume_Recipient_ResumesRemindersEqualInEverySetField(string user, string conversation, string tenant, string expected)
    {
        StoredReminder[] reminders = [Sample.InConversation(null, "u"), Sample.InConversation("c", "v"), Sample.InConversation(null, "u", "t")];
        foreach (var reminder in reminders)
            await PauseAsync(reminder, PauseCauses.Recipient);
        var indexes = expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToList();

        var resumption = await Store.ResumeRecipientAsync(new Recipient { UserId = user, ConversationId = conversation, TenantId = tenant }, 10);

        Assert.Equal(indexes.Count, resumption.Count);
        for (var i = 0; i < reminders.Length; i++)
            Assert.Equal(indexes.Contains(i) ? ReminderState.Scheduled : ReminderState.Paused, (await FindAsync(reminders[i].Id)).State);
    }

    [Fact]
    public async Task Resume_DueLaterOrOverdue_IsVisibleWhenDueOrNow()
    {
        var later = await PauseAsync(Sample.Reminder(dueAt: Now + TimeSpan.FromHours(1)), PauseCauses.Recipient);
        var overdue = await PauseAsync(Sample.Reminder(dueAt: Now - TimeSpan.FromHours(1)) with { Shard = 9 }, PauseCauses.Recipient);
        var start = Now;

        var resumption = await Store.ResumeRecipientAsync(new Recipient { UserId = "user-1" }, 10);

        Assert.Equal(later.DueAt, (await FindAsync(later.Id)).VisibleAt);
        var visible = (await FindAsync(overdue.Id)).VisibleAt!.Value;
        AssertWritten(since: start, visible);
        Assert.Equal(2, resumption.Count);
        Assert.Equal(new Dictionary<int, Instant> { [later.Shard] = later.DueAt, [9] = visible }, resumption.VisibleAt);
    }

    [Fact]
    public async Task Resume_SeveralInOneShard_ReturnsTheEarliestInstant()
    {
        var due = Now + TimeSpan.FromHours(1);
        foreach (var offset in new[] { 20, 10, 30 })
            await PauseAsync(Sample.Reminder(dueAt: due.Plus(offset)), PauseCauses.Recipient);

        var resumption = await Store.ResumeRecipientAsync(new Recipient { UserId = "user-1" }, 10);

        Assert.Equal(new Dictionary<int, Instant> { [Sample.ShardOfMost] = due.Plus(10) }, resumption.VisibleAt);
    }

    [Fact]
    public async Task Resume_AfterFailures_ResetsAttempts()
    {
        var due = await DueAsync();
        await SettleAsync(new Settlement.Again(due, Now, Now, 3, 2, "later"));
        await SettleAsync(new Settlement.Unreachable(await ReadDueAsync(due.Key.Id), Now, 4, "blocked"));
        var paused = await FindAsync(due.Key.Id);
        Assert.Equal((4, 2), (paused.Attempt, paused.BrokenStreams));

        await Store.ResumeRecipientAsync(new Recipient { UserId = "user-1" }, 10);

        var resumed = await FindAsync(due.Key.Id);
        Assert.Equal((0, 0, paused.Revision + 1), (resumed.Attempt, resumed.BrokenStreams, resumed.Revision));
    }

    [Fact]
    public async Task Resume_AnotherCauseLeft_StaysPaused()
    {
        var reminder = await PauseAsync(Sample.Reminder(), PauseCauses.Recipient | PauseCauses.User);

        var resumption = await Store.ResumeRecipientAsync(new Recipient { UserId = "user-1" }, 10);

        Assert.Equal(1, resumption.Count);
        Assert.Empty(resumption.VisibleAt);
        var after = await FindAsync(reminder.Id);
        Assert.Equal((PauseCauses.User, null), (after.PauseCauses, after.VisibleAt));
    }

    [Fact]
    public async Task Resume_OtherReminders_LeavesThem()
    {
        var scheduled = await KeepAsync(Sample.Reminder());
        var byUser = await PauseAsync(Sample.Reminder(), PauseCauses.User);

        Assert.Equal(0, (await Store.ResumeRecipientAsync(new Recipient { UserId = "user-1" }, 10)).Count);
        Assert.Equal([scheduled, byUser], await Store.ListAsync(Sample.Live, CancellationToken.None));
    }

    [Fact]
    public async Task Resume_Limit_ResumesTheFirst()
    {
        var reminders = Sample.Many(5);
        foreach (var reminder in reminders)
            await PauseAsync(reminder, PauseCauses.Recipient);
        var recipient = new Recipient { UserId = "user-1" };
        var paused = Sample.Live with { States = new HashSet<ReminderState> { ReminderState.Paused } };

        Assert.Equal(2, (await Store.ResumeRecipientAsync(recipient, 2)).Count);
        Assert.Equal(reminders.Skip(2).Select(reminder => reminder.Id), await IdsAsync(paused));
        Assert.Equal(3, (await Store.ResumeRecipientAsync(recipient, 4)).Count);
        Assert.Equal(0, (await Store.ResumeRecipientAsync(recipient, 4)).Count);
    }

    private async Task<StoredReminder> PauseAsync(StoredReminder reminder, PauseCauses causes)
    {
        await KeepAsync(reminder);
        return (await Store.ChangeAsync(reminder.Id, (before, _) => before with { PauseCauses = causes }))!.After!;
    }
}
