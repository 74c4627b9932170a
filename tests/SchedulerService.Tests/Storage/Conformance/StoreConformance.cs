using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Storage.Conformance;

/// <summary>The base of the tests that run on every store. Each test starts with an empty store.</summary>
public abstract class StoreConformance<THarness>(THarness harness) : IClassFixture<THarness>, IAsyncLifetime
    where THarness : StoreHarness
{
    /// <summary>The largest difference by which the clock may seem to go back between two processors of a machine.</summary>
    internal static readonly TimeSpan ClockSlack = TimeSpan.FromMilliseconds(5);

    private IShardSession? _session;

    internal THarness Harness => harness;

    internal IReminderStore Store => harness.Store.Reminders;

    /// <summary>Gets a session that owns every shard.</summary>
    internal IShardSession Session => _session!;

    /// <summary>Gets the present by the machine's clock. The store uses the same clock.</summary>
    internal static Instant Now => Instant.Ceiling(TimeProvider.System.GetUtcNow());

    /// <summary>Checks that an instant is the time of a write between <paramref name="since"/> and now.</summary>
    internal static void AssertWritten(Instant since, Instant instant) =>
        Assert.InRange(instant, since - ClockSlack, Now + ClockSlack, Comparer<Instant>.Default);

    public async ValueTask InitializeAsync()
    {
        await harness.PrepareAsync();
        _session = await harness.Store.Sessions.OpenAsync(CancellationToken.None);
        Assert.Equal(Shard.Count, (await _session.AcquireAsync([.. Enumerable.Range(0, Shard.Count)], CancellationToken.None)).Count);
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Creates a reminder and reads it back.</summary>
    internal async Task<StoredReminder> KeepAsync(StoredReminder reminder, RequestKey? request = null)
    {
        Assert.IsType<Creation.Created>(await Store.CreateAsync(reminder, request));
        return await FindAsync(reminder.Id);
    }

    /// <summary>Returns a reminder that must exist.</summary>
    internal async Task<StoredReminder> FindAsync(Guid id)
    {
        var reminder = await Store.GetAsync(id, CancellationToken.None);
        Assert.NotNull(reminder);
        return reminder;
    }

    /// <summary>Creates a reminder, makes it visible, and reads it for delivery.</summary>
    internal async Task<DueReminder> DueAsync(StoredReminder? reminder = null)
    {
        reminder ??= Sample.Reminder();
        await KeepAsync(reminder);
        return await ReadDueAsync(reminder.Id);
    }

    /// <summary>Makes a live reminder visible and reads it for delivery.</summary>
    internal async Task<DueReminder> ReadDueAsync(Guid id)
    {
        await harness.SetVisibleAsync(id, Now - TimeSpan.FromSeconds(1));
        var shard = (await FindAsync(id)).Shard;
        var page = await Session.ScanAsync(shard, ScanPosition.Start, Now, 1000, CancellationToken.None);
        return page.Reminders.Single(due => due.Key.Id == id);
    }

    /// <summary>Settles one outcome. Returns whether it was written.</summary>
    internal async Task<bool> SettleAsync(Settlement settlement) => Assert.Single(await Session.SettleAsync([settlement])) == Settled.Written;

    /// <summary>Creates a reminder and ends it in the given state.</summary>
    internal async Task<StoredReminder> EndAsync(ReminderState state, StoredReminder? reminder = null, Instant? at = null)
    {
        reminder ??= Sample.Reminder();
        if (state == ReminderState.Cancelled)
        {
            await KeepAsync(reminder);
            Assert.NotNull(await Store.CancelAsync(reminder.Id));
        }
        else
        {
            var due = await DueAsync(reminder);
            Assert.True(await SettleAsync(new Settlement.Ended(due, at ?? Now, state, Attempt: 1, Error: state == ReminderState.Failed ? "rejected" : null)));
        }

        return await FindAsync(reminder.Id);
    }

    /// <summary>Returns the ids that match a query, in their order. Without a query: all ids of <see cref="Sample.Owner"/>.</summary>
    internal async Task<IReadOnlyList<Guid>> IdsAsync(ReminderQuery? query = null) =>
        [.. (await Store.ListAsync(query ?? Sample.Everything, CancellationToken.None)).Select(reminder => reminder.Id)];
}
