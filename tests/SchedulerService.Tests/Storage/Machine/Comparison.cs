using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Tests.Storage.Conformance;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Storage.Machine;

/// <summary>Holds a store against the model of it.</summary>
internal sealed class Comparison(StoreHarness harness, Model model)
{
    /// <summary>A store has its own clock, and differences of up to this are made up slowly.</summary>
    private static readonly long Apart = (long)StoreClock.MaxDiscipline.TotalMilliseconds;

    /// <summary>A reminder is as the model says. What was written since <paramref name="before"/> is visible when it was to be, or from the write on.</summary>
    public async Task CheckAsync(Guid id, long? before = null)
    {
        var actual = await harness.Store.Reminders.GetAsync(id, CancellationToken.None);
        var expected = model.Find(id)?.Reminder;
        Assert.Equal(expected is null, actual is null);
        if (expected is null || actual is null)
            return;

        if (before is { } from && expected.VisibleAt is { } wanted)
        {
            Assert.InRange(actual.VisibleAt!.Value, Math.Max(wanted, from - Apart), Math.Max(wanted, Instant.Ceiling(harness.Clock.GetUtcNow()) + Apart));
            model.SetVisible(id, actual.VisibleAt.Value);
        }

        Assert.Equal(Comparable(model.Find(id)!.Reminder), Comparable(actual));
    }

    /// <summary>Every reminder, and how many outcomes are recorded.</summary>
    public async Task CheckAllAsync()
    {
        var listed = await harness.Store.Reminders.ListAsync(Sample.Everything with { Limit = 100_000 }, CancellationToken.None);
        Assert.Equal(
            model.All.Select(entry => entry.Reminder).OrderBy(reminder => ReminderId.Format(reminder.Id), StringComparer.Ordinal).Select(Comparable),
            listed.Select(Comparable));
        Assert.Equal(model.Outcomes, (await harness.HistoryAsync()).Count);
    }

    private static StoredReminder Comparable(StoredReminder reminder) => reminder with { UpdatedAt = 0, SettledAt = null };
}
