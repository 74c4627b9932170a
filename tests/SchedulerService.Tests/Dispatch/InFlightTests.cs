using Nudge.SchedulerService.Dispatch;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Dispatch;

public sealed class InFlightTests
{
    private readonly InFlight _inFlight = new();
    private readonly DueReminder _reminder = Due(Guid.NewGuid());

    [Fact]
    public void Admit_OfWhatIsInFlight_AdmitsItNotAgain()
    {
        Assert.Single(Scan(_reminder));
        Assert.Empty(Scan(_reminder));

        _inFlight.Release(_reminder.Key);
        Assert.Single(Scan(_reminder));
    }

    [Fact]
    public void Admit_OfWhatWasSettledWhileTheScanRead_AdmitsItNotAgain()
    {
        Scan(_reminder);

        _inFlight.BeginScan();
        _inFlight.Release(_reminder.Key);

        Assert.Empty(_inFlight.Admit([_reminder]));
        Assert.Equal(0, _inFlight.Count);
    }

    [Fact]
    public void Admit_OfAnotherRevision_AdmitsIt()
    {
        Scan(_reminder);

        Assert.Single(Scan(_reminder with { Key = _reminder.Key with { Revision = 2 } }));
    }

    internal static DueReminder Due(Guid id) => new()
    {
        Key = new DeliveryKey(id, 1, 1),
        Shard = 0,
        VisibleAt = 0,
        DueAt = 0,
        Generation = 1,
        Attempt = 0,
        BrokenStreams = 0,
        CreatedAt = 0,
        Content = new Reminder(),
        TraceParent = null,
    };

    private List<DueReminder> Scan(DueReminder reminder)
    {
        _inFlight.BeginScan();
        return _inFlight.Admit([reminder]);
    }
}
