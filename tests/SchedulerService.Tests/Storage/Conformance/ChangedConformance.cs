using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>Tests the list of changed reminders.</summary>
public abstract class ChangedConformance<THarness>(THarness harness) : StoreConformance<THarness>(harness)
    where THarness : StoreHarness
{
    [Fact]
    public async Task ListChanged_CreatedSince_ListsThem()
    {
        var now = Now;
        var old = await KeepAsync(Made(now - TimeSpan.FromMinutes(1)));
        var recent = await KeepAsync(Made(now));

        Assert.Equal([recent], await ChangedAsync(now - TimeSpan.FromSeconds(1)));
        Assert.Equal([old, recent], await ChangedAsync(now - TimeSpan.FromMinutes(1)));
        Assert.Equal([recent], await ChangedAsync(now));
        Assert.Empty(await ChangedAsync(now.Plus(1)));
    }

    [Fact]
    public async Task ListChanged_ChangedSince_ListsThem()
    {
        var start = Now;
        var reminder = await KeepAsync(Made(start - TimeSpan.FromMinutes(10)));
        Assert.Empty(await ChangedAsync(start));

        var change = await Store.ChangeAsync(reminder.Id, (before, _) => before with { PauseCauses = PauseCauses.User });

        Assert.Equal([change!.After!], await ChangedAsync(start));
        Assert.Empty(await ChangedAsync(change.After!.UpdatedAt.Plus(1)));
    }

    [Theory]
    [InlineData(ReminderState.Delivered)]
    [InlineData(ReminderState.Expired)]
    [InlineData(ReminderState.Failed)]
    [InlineData(ReminderState.Cancelled)]
    public async Task ListChanged_SettledSince_ListsThem(ReminderState state)
    {
        var start = Now;
        var ended = await EndAsync(state, Made(start - TimeSpan.FromMinutes(10)));

        Assert.Equal([ended], await ChangedAsync(start));
        Assert.Empty(await ChangedAsync(ended.UpdatedAt.Plus(1)));
    }

    [Fact]
    public async Task ListChanged_SeriesContinued_ListsItOnce()
    {
        var start = Now;
        var due = await DueAsync(Made(start - TimeSpan.FromMinutes(10)));
        await SettleAsync(new Settlement.Ended(due, start.Plus(5), ReminderState.Delivered, 0) { Next = Sample.After(due) });

        var changed = Assert.Single(await ChangedAsync(start));

        Assert.Equal((due.Key.Id, 2L, start.Plus(5)), (changed.Id, changed.Occurrence, changed.UpdatedAt));
        Assert.Equal(ReminderState.Scheduled, changed.State);
    }

    [Fact]
    public async Task ListChanged_PageByPage_ListsEachOnceOrderedByInstantAndId()
    {
        var start = Now - TimeSpan.FromSeconds(1);
        // Three reminders with the same instant, and one of each other kind.
        var made = Sample.Many(3, _ => Made(start)).OrderBy(reminder => ReminderId.Format(reminder.Id), StringComparer.Ordinal).ToList();
        foreach (var reminder in made)
            await KeepAsync(reminder);
        var changed = await KeepAsync(Made(start - TimeSpan.FromMinutes(10)));
        await Store.ChangeAsync(changed.Id, (before, _) => before with { DueAt = before.DueAt.Plus(1) });
        var delivered = await EndAsync(ReminderState.Delivered, Made(start - TimeSpan.FromMinutes(10)), at: Now + TimeSpan.FromSeconds(10));
        var failed = await EndAsync(ReminderState.Failed, Made(start - TimeSpan.FromMinutes(10)), at: Now + TimeSpan.FromSeconds(20));

        var all = new List<Guid>();
        var (since, after) = (start, Guid.Empty);
        while (await Store.ListChangedAsync(since, after, 2, CancellationToken.None) is { Count: > 0 } page)
        {
            Assert.True(page.Count <= 2);
            all.AddRange(page.Select(reminder => reminder.Id));
            (since, after) = (page[^1].UpdatedAt, page[^1].Id);
        }

        Assert.Equal([.. made.Select(reminder => reminder.Id), changed.Id, delivered.Id, failed.Id], all);
    }

    [Fact]
    public async Task ListChanged_RetriedSince_ListsThem()
    {
        var start = Now;
        var failed = await EndAsync(ReminderState.Failed, Made(start - TimeSpan.FromMinutes(10)), at: start - TimeSpan.FromMinutes(5));
        Assert.Empty(await ChangedAsync(start));

        var retried = await Store.RetryAsync(failed.Id);

        Assert.Equal([retried!], await ChangedAsync(start));
    }

    private static StoredReminder Made(Instant at) => Sample.Reminder() with
    {
        Id = Guid.CreateVersion7(at.ToDateTimeOffset()),
        CreatedAt = at,
        UpdatedAt = at,
    };

    private async Task<IReadOnlyList<StoredReminder>> ChangedAsync(Instant since) =>
        await Store.ListChangedAsync(since, Guid.Empty, 100, CancellationToken.None);
}
