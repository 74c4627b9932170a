using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Timing;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1_001)]
    [InlineData(-1, -1, -1_000)]
    public void Ceiling_OfADuration_RoundsUpToTheMillisecond(long seconds, int nanos, long expected) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expected), Durations.Ceiling(new Duration { Seconds = seconds, Nanos = nanos }));
}
