using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Timing;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Shards;

public sealed class InFlightTests
{
    private readonly InFlight _inFlight = new(new ReadingProgress());
    private readonly DueReminder _reminder = Due(Guid.NewGuid());

    [Fact]
    public void Admit_ReminderInFlight_IsNotAdmittedAgain()
    {
        Assert.Single(Scan(_reminder));
        Assert.Empty(Scan(_reminder));

        _inFlight.Release(_reminder);
        Assert.Single(Scan(_reminder));
    }

    [Fact]
    public void Admit_ReminderSettledDuringTheScan_IsNotAdmittedAgain()
    {
        Scan(_reminder);

        _inFlight.BeginScan();
        _inFlight.Release(_reminder);

        Assert.Empty(_inFlight.Admit([_reminder]));
        Assert.Equal(0, _inFlight.Count);
    }

    [Fact]
    public void Admit_AnotherRevision_IsAdmitted()
    {
        Scan(_reminder);

        Assert.Single(Scan(_reminder with { Key = _reminder.Key with { Revision = 2 } }));
    }

    [Fact]
    public void Admit_ReminderInFlightForTheLastSession_IsAdmitted()
    {
        Scan(_reminder);
        var next = _reminder with { Session = new OtherSession() };

        Assert.Single(Scan(next));
        Assert.Equal(1, _inFlight.CountOf(0, next.Session));

        // The answer to the old delivery arrives late.
        _inFlight.Release(_reminder);
        Assert.Equal(1, _inFlight.CountOf(0, next.Session));
        Assert.Equal(0, _inFlight.CountOf(0, _reminder.Session));
    }

    internal static DueReminder Due(Guid id) => new()
    {
        Session = new OtherSession(),
        Owner = "anonymous",
        Key = new DeliveryKey(id, 1, 1),
        Shard = 0,
        VisibleAt = default,
        DueAt = default,
        Generation = 1,
        Attempt = 0,
        BrokenStreams = 0,
        WasTried = false,
        CreatedAt = default,
        Content = new Reminder(),
        TraceParent = null,
    };

    /// <summary>A session whose methods are not called.</summary>
    private sealed class OtherSession : IShardSession
    {
        public bool IsGone => false;

        public bool IsTrusted => true;

        public ValueTask<Census> TouchAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask WithdrawAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<int>> AcquireAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask ReleaseAsync(IReadOnlyList<int> shards, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<DuePage>> ScanAsync(
            IReadOnlyList<(int Shard, ScanPosition After)> shards, Instant now, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<DueReminder>> ReadAsync(IReadOnlyList<(int Shard, DeliveryKey Key)> reminders, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Settled[]> SettleAsync(IReadOnlyList<Settlement> settlements) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private List<DueReminder> Scan(DueReminder reminder)
    {
        _inFlight.BeginScan();
        return _inFlight.Admit([reminder]);
    }
}
