using Nudge.SchedulerService.Pacing;
using Nudge.SchedulerService.Shards;

namespace Nudge.SchedulerService.Tests.Pacing;

public sealed class LaneTests
{
    private const long Interval = 1_000;

    private static WaitingReminder Reminder => default;

    [Fact]
    public void TryTake_AtTheConcurrencyLimit_FailsUntilADeliveryEnds()
    {
        var lane = Make(new LaneOptions { Burst = 100, MaxInFlight = 2 });

        Assert.True(lane.TryTake(0));
        Assert.True(lane.TryTake(0));
        Assert.False(lane.TryTake(0));
        lane.Leave();
        Assert.True(lane.TryTake(0));
    }

    [Fact]
    public void TryWait_OfNewReminders_LeavesRoomForReturningOnes()
    {
        var lane = Make(new LaneOptions { MaxWaiting = 4 });

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => lane.TryWait(Reminder, isReturning: false)));
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => lane.TryWait(Reminder, isReturning: true)));
    }

    [Fact]
    public void PutBack_WithWaitingReminders_ReturnsASlotOfItsOwnAfterThem()
    {
        var lane = Make(new LaneOptions { Burst = 1, MaxWaiting = 4 });
        Assert.True(lane.TryTake(0));
        Assert.True(lane.TryWait(Reminder, isReturning: false));
        Assert.True(lane.TryWait(Reminder, isReturning: false));

        Assert.Equal([3_000L, 4_000, 5_000], Enumerable.Range(0, 3).Select(_ => lane.Defer(10, isReturning: false)));
        Assert.Equal(6_000, lane.DrainedAt);
        Assert.Equal(3, lane.DeferredBy(10));
        Assert.Equal(1, lane.DeferredBy(4_500));
    }

    [Fact]
    public void PutBack_OfReturningReminders_IsAheadOfDeferredOnes()
    {
        var lane = Make(new LaneOptions { Burst = 1, MaxWaiting = 4 });
        for (var i = 0; i < 100; i++)
            lane.Defer(0, isReturning: false);
        while (lane.TryWait(Reminder, isReturning: true))
            continue;

        Assert.Equal([14_000L, 15_000], Enumerable.Range(0, 2).Select(_ => lane.Defer(10_000, isReturning: true)));
    }

    [Fact]
    public void TakenOver_ASecondTime_EmptiesTheLaneAgain()
    {
        var lane = Make(new LaneOptions { Burst = 3 });
        lane.TakenOver(at: 0);
        lane.TakenOver(at: 0);
        Assert.True(lane.TryTake(10_000));

        lane.TakenOver(at: 20_000);

        Assert.False(lane.TryTake(20_000 + Interval - 1));
        Assert.True(lane.TryTake(20_000 + Interval));
    }

    [Fact]
    public void IsIdle_WithStateThatMatters_IsFalse()
    {
        var lane = Make(new LaneOptions { Burst = 1 });
        Assert.True(lane.IsIdle(0));

        Assert.True(lane.TryTake(0));
        Assert.False(lane.IsIdle(50_000));
        lane.Leave();
        Assert.False(lane.IsIdle(Interval - 1));
        Assert.True(lane.IsIdle(Interval));

        lane.Defer(100_000, isReturning: false);
        Assert.False(lane.IsIdle(100_000 + Interval - 1));
        Assert.True(lane.IsIdle(100_000 + Interval));
    }

    private static Lane Make(LaneOptions options) => new("lane", shard: 7, Interval, options, _ => { });
}
