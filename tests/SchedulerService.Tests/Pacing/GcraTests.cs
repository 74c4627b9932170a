using Nudge.SchedulerService.Pacing;

namespace Nudge.SchedulerService.Tests.Pacing;

public sealed class GcraTests
{
    private const long Interval = 1_000;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(10, 4)]
    public void TryTake_OverAnyPeriod_PermitsAtMostTheRateAndTheBurst(int burst, int seed)
    {
        var random = new Random(seed);
        var rate = new Gcra(Interval, burst);
        var taken = new List<long>();
        for (long now = 0; taken.Count < 2_000; now += random.Next(3) == 0 ? random.NextInt64(20 * Interval) : random.NextInt64(Interval / 3))
        {
            if (rate.TryTake(now))
                taken.Add(now);
        }

        for (var first = 0; first < taken.Count; first++)
        {
            for (var last = first; last < Math.Min(first + 50, taken.Count); last++)
                Assert.InRange(last - first + 1, 1, burst + ((taken[last] - taken[first]) / Interval));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void TryTake_SlightlyLate_PermitsTheFullRate(int burst)
    {
        var random = new Random(burst);
        var rate = new Gcra(Interval, burst);
        var taken = 0;
        for (long now = 0; now < 10_000 * Interval; now = Math.Max(now, rate.NextAt) + random.NextInt64(Interval / 2))
            taken += rate.TryTake(now) ? 1 : 0;

        Assert.InRange(taken, 9_990, 10_000 + burst);
    }

    [Fact]
    public void Empty_AtAnInstant_PermitsNoSlotThatThePreviousOwnerMayHaveUsed()
    {
        var rate = new Gcra(Interval, burst: 3);

        rate.Empty(at: 50_000);

        Assert.False(rate.TryTake(50_000 + Interval - 1));
        Assert.True(rate.TryTake(50_000 + Interval));
        Assert.False(rate.TryTake(50_000 + Interval));
    }

    [Fact]
    public void Empty_LongAgo_PermitsTheBurst()
    {
        var rate = new Gcra(Interval, burst: 3);

        rate.Empty(at: 0);

        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => rate.TryTake(50_000)));
    }

    [Fact]
    public void Hold_UntilAnInstant_PermitsNoSlotBeforeAndOneThen()
    {
        var rate = new Gcra(Interval, burst: 3);

        rate.Hold(until: 90_000);

        Assert.False(rate.TryTake(89_999));
        Assert.Equal(1, Enumerable.Range(0, 10).Count(_ => rate.TryTake(90_000)));
    }

    [Fact]
    public void GiveBack_OfASlot_PermitsAnother()
    {
        var rate = new Gcra(Interval, burst: 1);
        Assert.True(rate.TryTake(0));
        Assert.False(rate.TryTake(0));

        rate.GiveBack();

        Assert.True(rate.TryTake(0));
        Assert.False(rate.TryTake(0));
    }

    [Fact]
    public void IsFull_AfterABurst_IsTrueWhenTheBurstIsAvailableAgain()
    {
        var rate = new Gcra(Interval, burst: 2);
        rate.TryTake(0);
        rate.TryTake(0);

        Assert.False(rate.IsFull((2 * Interval) - 1));
        Assert.True(rate.IsFull(2 * Interval));
    }
}
