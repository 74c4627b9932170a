using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests changes of live reminders.</summary>
public abstract class ChangeConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task Change_ChangeableFields_WritesThem()
    {
        var reminder = await KeepAsync(Sample.Labelled("a", "1"));
        var content = Sample.Labelled("b", "2").Content;
        content.Notification.Text = "Drink";
        var due = Now + TimeSpan.FromHours(2);

        var change = await Store.ChangeAsync(reminder.Id, (before, _) => before with
        {
            Content = content,
            DueAt = due,
            VisibleAt = due.Plus(5),
            Wall = 42,
            Occurrence = 3,
            Generation = 4,
            Attempt = 5,
            BrokenStreams = 6,
            LastError = "late",
        });

        var after = await FindAsync(reminder.Id);
        Assert.Equal(change!.After, after);
        Assert.Equal((content, due, due.Plus(5), 42L), (after.Content, after.DueAt, after.VisibleAt, after.Wall));
        Assert.Equal((3L, 4, 5, 6, "late"), (after.Occurrence, after.Generation, after.Attempt, after.BrokenStreams, after.LastError));
        Assert.Equal(ReminderState.Scheduled, after.State);
    }

    [Fact]
    public async Task Change_OtherFields_IgnoresThem()
    {
        var reminder = await KeepAsync(Sample.Reminder() with { TraceParent = "00-trace" });

        await Store.ChangeAsync(reminder.Id, (before, _) => before with
        {
            Owner = "other",
            Shard = 1,
            CreatedAt = new Instant(1),
            TraceParent = "00-other",
            State = ReminderState.Delivered,
            Revision = 77,
        });

        var after = await FindAsync(reminder.Id);
        Assert.Equal(reminder with { Revision = 2, UpdatedAt = after.UpdatedAt }, after);
    }

    [Fact]
    public async Task Change_LiveReminder_IncrementsTheRevisionAndPassesTheTime()
    {
        var reminder = await KeepAsync(Sample.Reminder() with { UpdatedAt = new Instant(5), CreatedAt = new Instant(5) });
        var start = Now;
        Instant now = default;

        var change = await Store.ChangeAsync(reminder.Id, (before, at) =>
        {
            now = at;
            return before with { Attempt = 1 };
        });

        AssertWritten(since: start, now);
        Assert.Equal(reminder, change!.Before);
        Assert.Equal(2, change.After!.Revision);
        AssertWritten(since: start, change.After.UpdatedAt);
    }

    [Theory]
    [InlineData(-60_000)]
    [InlineData(0)]
    public async Task Change_VisibleInThePast_IsVisibleFromTheWriteOn(long offset)
    {
        var reminder = await KeepAsync(Sample.Reminder());
        var start = Now;

        var change = await Store.ChangeAsync(reminder.Id, (before, _) => before with { VisibleAt = start.Plus(offset), DueAt = start.Plus(offset) });

        Assert.Equal(start.Plus(offset), change!.After!.DueAt);
        AssertWritten(since: start, change.After.VisibleAt!.Value);
    }

    [Fact]
    public async Task Change_Pause_MakesItInvisible()
    {
        var reminder = await KeepAsync(Sample.Reminder());

        var change = await Store.ChangeAsync(reminder.Id, (before, _) => before with { PauseCauses = PauseCauses.User });

        Assert.Equal((ReminderState.Paused, null), (change!.After!.State, change.After.VisibleAt));
        Assert.Equal(reminder.DueAt, change.After.DueAt);
    }

    [Fact]
    public async Task Change_Unpause_MakesItVisibleAsRequested()
    {
        var reminder = await KeepAsync(Sample.Reminder());
        await Store.ChangeAsync(reminder.Id, (before, _) => before with { PauseCauses = PauseCauses.User });

        var change = await Store.ChangeAsync(reminder.Id, (before, _) => before with { PauseCauses = PauseCauses.None, VisibleAt = before.DueAt });

        Assert.Equal((ReminderState.Scheduled, reminder.DueAt), (change!.After!.State, change.After.VisibleAt!.Value));
        Assert.Equal(3, change.After.Revision);
    }

    [Fact]
    public async Task Change_CallbackReturnsNull_ChangesNothing()
    {
        var reminder = await KeepAsync(Sample.Reminder());

        var change = await Store.ChangeAsync(reminder.Id, (_, _) => null);

        Assert.Equal(reminder, change!.Before);
        Assert.Null(change.After);
        Assert.Equal(reminder, await FindAsync(reminder.Id));
    }

    [Theory]
    [InlineData(ReminderState.Delivered)]
    [InlineData(ReminderState.Failed)]
    [InlineData(ReminderState.Cancelled)]
    public async Task Change_SettledReminder_ReturnsNull(ReminderState state)
    {
        var ended = await EndAsync(state);

        Assert.Null(await Store.ChangeAsync(ended.Id, (before, _) => before with { Attempt = 9 }));
        Assert.Equal(ended, await FindAsync(ended.Id));
    }

    [Fact]
    public async Task Change_UnknownId_ReturnsNull() =>
        Assert.Null(await Store.ChangeAsync(Guid.CreateVersion7(), (_, _) => throw new InvalidOperationException("there is nothing to change")));

    [Fact]
    public async Task Change_CallbackThrows_ChangesNothingAndRethrows()
    {
        var reminder = await KeepAsync(Sample.Reminder());

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Store.ChangeAsync(reminder.Id, (_, _) => throw new InvalidTimeZoneException("no such zone")));

        Assert.Equal(reminder, await FindAsync(reminder.Id));
        Assert.NotNull(await Store.ChangeAsync(reminder.Id, (before, _) => before with { Attempt = 1 }));
    }

    [Fact]
    public async Task Change_Concurrently_AppliesEveryChange()
    {
        var reminder = await KeepAsync(Sample.Reminder());

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() =>
            Store.ChangeAsync(reminder.Id, (before, _) => before with { Attempt = before.Attempt + 1 }))));

        var after = await FindAsync(reminder.Id);
        Assert.Equal((30, 31L), (after.Attempt, after.Revision));
    }

    [Fact]
    public async Task Change_Labels_MovesTheReminderBetweenLists()
    {
        var reminder = await KeepAsync(Sample.Labelled("a", "1"));
        var content = reminder.Content.Clone();
        content.Labels["a"] = "2";

        await Store.ChangeAsync(reminder.Id, (before, _) => before with { Content = content });

        Assert.Empty(await IdsAsync(Sample.Everything with { Labels = new Dictionary<string, string> { ["a"] = "1" } }));
        Assert.Equal([reminder.Id], await IdsAsync(Sample.Everything with { Labels = new Dictionary<string, string> { ["a"] = "2" } }));
    }
}
