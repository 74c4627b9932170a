using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Tests;

public sealed class IdleGarbageTests
{
    private const long Heap = 1 << 20;

    private readonly IdleGarbage _garbage = new();

    [Fact]
    public void IsWorthCollecting_OfABusyProcess_IsFalse()
    {
        for (var look = 1; look <= 10; look++)
            Assert.False(_garbage.IsWorthCollecting(look * IdleGarbage.Quiet, Heap));
    }

    [Fact]
    public void IsWorthCollecting_AfterBecomingQuiet_IsTrueOnce()
    {
        const long Much = 100 << 20;

        Assert.False(_garbage.IsWorthCollecting(Much, Heap));
        Assert.True(_garbage.IsWorthCollecting(Much + 1000, Heap));
        Assert.False(_garbage.IsWorthCollecting(Much + 2000, Heap));
    }

    [Fact]
    public void IsWorthCollecting_WhileQuiet_IsTrueWhenEnoughGarbageHasAccumulated()
    {
        const long Step = IdleGarbage.Worth / 4;

        var looks = Enumerable.Range(1, 12).Select(look => _garbage.IsWorthCollecting(look * Step, Heap));

        Assert.Equal([false, false, false, true, false, false, false, true, false, false, false, true], looks);
    }

    [Fact]
    public void IsWorthCollecting_WithALargeHeap_WaitsForAQuarterOfIt()
    {
        const long Step = IdleGarbage.Quiet / 2;
        const long MuchHeap = 12 * IdleGarbage.Quiet;

        var looks = Enumerable.Range(1, 12).Select(look => _garbage.IsWorthCollecting(look * Step, MuchHeap));

        Assert.Equal([false, false, false, false, false, true, false, false, false, false, false, true], looks);
    }
}
