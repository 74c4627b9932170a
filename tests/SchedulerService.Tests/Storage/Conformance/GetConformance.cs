using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests reading one reminder, also from a damaged row.</summary>
public abstract class GetConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task Get_UnknownId_ReturnsNull()
    {
        await KeepAsync(Sample.Reminder());

        Assert.Null(await Store.GetAsync(Guid.CreateVersion7(), CancellationToken.None));
        Assert.Null(await Store.GetAsync(Guid.Empty, CancellationToken.None));
    }

    [Theory]
    [InlineData(ReminderState.Delivered)]
    [InlineData(ReminderState.Expired)]
    [InlineData(ReminderState.Failed)]
    [InlineData(ReminderState.Cancelled)]
    public async Task Get_SettledReminder_ReturnsContentAndOutcome(ReminderState state)
    {
        var reminder = Sample.Reminder(with: content => content.Labels["team"] = "blue") with { TraceParent = "00-trace" };

        var ended = await EndAsync(state, reminder);

        Assert.Equal((reminder.Content, state, reminder.DueAt), (ended.Content, ended.State, ended.DueAt));
        Assert.Equal((reminder.CreatedAt, "00-trace", reminder.Shard), (ended.CreatedAt, ended.TraceParent, ended.Shard));
        Assert.NotNull(ended.SettledAt);
        Assert.Equal(ended.SettledAt, ended.UpdatedAt);
        Assert.Equal(2, ended.Revision);
        Assert.Null(ended.VisibleAt);
        Assert.Equal(PauseCauses.None, ended.PauseCauses);
    }

    [Fact]
    public async Task Get_PausedReminder_ReturnsItsCauses()
    {
        var reminder = await KeepAsync(Sample.Reminder());
        await Store.ChangeAsync(reminder.Id, (before, _) => before with { PauseCauses = PauseCauses.User | PauseCauses.Recipient });

        var paused = await FindAsync(reminder.Id);

        Assert.Equal(ReminderState.Paused, paused.State);
        Assert.Equal(PauseCauses.User | PauseCauses.Recipient, paused.PauseCauses);
    }

    [Fact]
    public async Task Get_DamagedRow_ReturnsAnErrorAndEmptyContent()
    {
        var reminder = await KeepAsync(Sample.Reminder());
        await Harness.DamageAsync(reminder.Id);

        var damaged = await FindAsync(reminder.Id);

        Assert.Equal((reminder.Id, reminder.DueAt), (damaged.Id, damaged.DueAt));
        Assert.Equal("", damaged.Content.Lane);
        Assert.Equal(StoredRow.Unreadable, damaged.LastError);
    }

    [Fact]
    public async Task List_DamagedRow_ListsItAmongTheOthers()
    {
        var reminders = Sample.Many(3);
        foreach (var reminder in reminders)
            await KeepAsync(reminder);
        await Harness.DamageAsync(reminders[1].Id);

        Assert.Equal(reminders.Select(reminder => reminder.Id), await IdsAsync());
    }

    [Fact]
    public async Task Change_DamagedRow_LeavesItsContent()
    {
        var reminder = await KeepAsync(Sample.Reminder());
        await Harness.DamageAsync(reminder.Id);

        var change = await Store.ChangeAsync(reminder.Id, (before, _) => before with { PauseCauses = PauseCauses.User });

        Assert.Equal(ReminderState.Paused, change!.After!.State);
        Assert.Equal(StoredRow.Unreadable, (await FindAsync(reminder.Id)).LastError);
        Assert.NotNull(await Store.CancelAsync(reminder.Id));
    }

    [Theory]
    [InlineData("gone", null, ReminderState.Scheduled)]
    [InlineData(null, "19:conversation", ReminderState.Scheduled)]
    public async Task Get_NewReminder_IsLive(string? user, string? conversation, ReminderState state)
    {
        var reminder = await KeepAsync(Sample.InConversation(conversation, user ?? ""));

        Assert.Equal(state, reminder.State);
        Assert.Equal(reminder, await FindAsync(reminder.Id));
    }
}
