using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Timing;

public sealed class InstantTests
{
    [Theory]
    [InlineData(10, 0, 10_000)]
    [InlineData(10, 1, 10_001)]
    [InlineData(10, 999_999_999, 11_000)]
    [InlineData(-10, 500_000, -9_999)]
    public void Ceiling_OfATimestamp_RoundsUpToTheMillisecond(long seconds, int nanos, long expected) =>
        Assert.Equal(new Instant(expected), Instant.Ceiling(new Timestamp { Seconds = seconds, Nanos = nanos }));

    [Fact]
    public void Ceiling_OfATimestampOutOfRange_Throws() =>
        Assert.Throws<OverflowException>(() => Instant.Ceiling(new Timestamp { Seconds = long.MaxValue / 1000, Nanos = 999_999_999 }));

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void CeilingAndFloor_OfATickPastAMillisecond_Differ(int sign)
    {
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(sign * 5).AddTicks(1);

        Assert.Equal((new Instant(sign * 5 + 1), new Instant(sign * 5)), (Instant.Ceiling(instant), Instant.Floor(instant)));
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(5)]
    public void CeilingAndFloor_OfAWholeMillisecond_KeepIt(long milliseconds)
    {
        var instant = new Instant(milliseconds);

        Assert.Equal((instant, instant), (Instant.Ceiling(instant.ToDateTimeOffset()), Instant.Floor(instant.ToDateTimeOffset())));
        Assert.Equal(instant, Instant.Ceiling(instant.ToTimestamp()));
    }

    [Theory]
    [InlineData(9_999, 5, 5)]
    [InlineData(10_000, 6, 4)]
    [InlineData(-9_999, 5, 5)]
    [InlineData(-10_000, 4, 6)]
    public void PlusAndMinus_ATime_MoveByItsWholeMilliseconds(long ticks, long later, long earlier)
    {
        var time = TimeSpan.FromTicks(ticks);

        Assert.Equal((new Instant(later), new Instant(earlier)), (new Instant(5) + time, new Instant(5) - time));
    }

    [Fact]
    public void Minus_AnInstant_IsTheTimeBetween()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(-2), new Instant(5) - new Instant(7));
        Assert.Throws<OverflowException>(() => Instant.Never - Instant.Earliest);
        Assert.Throws<OverflowException>(() => Instant.Never - default(Instant));
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue)]
    [InlineData(-1, 0)]
    [InlineData(5, 6)]
    public void Compare_AnEarlierAndALaterInstant_OrdersThem(long milliseconds, long other)
    {
        var (earlier, later) = (new Instant(milliseconds), new Instant(other));

        Assert.Equal((true, false, true, false), (earlier < later, later < earlier, earlier <= later, later <= earlier));
        Assert.Equal((true, false, true, false), (later > earlier, earlier > later, later >= earlier, earlier >= later));
        Assert.Equal((-1, 1), (Math.Sign(earlier.CompareTo(later)), Math.Sign(later.CompareTo(earlier))));
        Assert.Equal((earlier, earlier), (Instant.Min(earlier, later), Instant.Min(later, earlier)));
        Assert.Equal((later, later), (Instant.Max(earlier, later), Instant.Max(later, earlier)));
    }

    [Fact]
    public void Compare_EqualInstants_AreNeitherEarlierNorLater()
    {
        var (one, other) = (new Instant(5), new Instant(5));

        Assert.Equal((true, true), (one <= other, one >= other));
        Assert.Equal((false, false, 0), (one > other, one < other, one.CompareTo(other)));
    }
}
