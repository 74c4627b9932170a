using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Tests.Storage.Conformance;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Storage.Machine;

/// <summary>Compares a store with its model.</summary>
internal sealed class Comparison(StoreHarness harness, Model model)
{
    /// <summary>The largest difference between the clocks of the store and the node. The node's clock corrects it slowly.</summary>
    private static readonly TimeSpan Apart = StoreClock.MaxDiscipline;

    /// <summary>
    /// Checks that a reminder equals the model. If it was written after <paramref name="before"/>, checks that it becomes visible at the wanted
    /// instant, or at the write if that is later.
    /// </summary>
    public async Task CheckAsync(Guid id, Instant? before = null)
    {
        var actual = await harness.Store.Reminders.GetAsync(id, CancellationToken.None);
        var expected = model.Find(id)?.Reminder;
        Assert.Equal(expected is null, actual is null);
        if (expected is null || actual is null)
            return;

        if (before is { } from && expected.VisibleAt is { } wanted)
        {
            var now = Instant.Ceiling(harness.Clock.GetUtcNow());
            Assert.InRange(actual.VisibleAt!.Value, Instant.Max(wanted, from - Apart), Instant.Max(wanted, now + Apart), Comparer<Instant>.Default);
            model.SetVisible(id, actual.VisibleAt.Value);
        }

        Assert.Equal(Comparable(model.Find(id)!.Reminder), Comparable(actual));
    }

    /// <summary>Compares every reminder, and the number of recorded outcomes.</summary>
    public async Task CheckAllAsync()
    {
        var listed = await harness.Store.Reminders.ListAsync(Sample.Everything with { Limit = 100_000 }, CancellationToken.None);
        Assert.Equal(
            model.All.Select(entry => entry.Reminder).OrderBy(reminder => ReminderId.Format(reminder.Id), StringComparer.Ordinal).Select(Comparable),
            listed.Select(Comparable));
        Assert.Equal(model.Outcomes, (await harness.HistoryAsync()).Count);
    }

    private static StoredReminder Comparable(StoredReminder reminder) => reminder with { UpdatedAt = default, SettledAt = null };
}
