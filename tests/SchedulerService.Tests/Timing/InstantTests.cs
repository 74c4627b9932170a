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
        Assert.Equal(expected, Instant.Ceiling(new Timestamp { Seconds = seconds, Nanos = nanos }));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1_001)]
    [InlineData(-1, -1, -1_000)]
    public void Ceiling_OfADuration_RoundsUpToTheMillisecond(long seconds, int nanos, long expected) =>
        Assert.Equal(expected, Instant.Ceiling(new Duration { Seconds = seconds, Nanos = nanos }));

    [Fact]
    public void CeilingAndFloor_OfATickPastAMillisecond_Differ()
    {
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(5).AddTicks(1);

        Assert.Equal((6, 5), (Instant.Ceiling(instant), Instant.Floor(instant)));
    }
}
