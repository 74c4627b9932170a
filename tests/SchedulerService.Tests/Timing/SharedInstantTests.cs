using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Timing;

public sealed class SharedInstantTests
{
    private SharedInstant _shared = new(new Instant(5));

    [Theory]
    [InlineData(4, true, 4)]
    [InlineData(5, false, 5)]
    [InlineData(6, false, 5)]
    public void Lower_ToAnInstant_KeepsTheEarlierOne(long to, bool isLowered, long expected)
    {
        Assert.Equal(isLowered, _shared.Lower(new Instant(to)));
        Assert.Equal(new Instant(expected), _shared.Read());
    }

    [Theory]
    [InlineData(5, 7)]
    [InlineData(6, 5)]
    public void Replace_AnExpectedInstant_ChangesOnlyThatOne(long expected, long result)
    {
        _shared.Replace(new Instant(expected), new Instant(7));

        Assert.Equal(new Instant(result), _shared.Read());
    }

    [Fact]
    public void Exchange_ForAnInstant_ReturnsTheOneBefore()
    {
        Assert.Equal(new Instant(5), _shared.Exchange(Instant.Never));
        Assert.Equal(Instant.Never, _shared.Read());
    }

    [Fact]
    public void Lower_FromManyThreads_KeepsTheEarliest()
    {
        _shared.Write(Instant.Never);

        var lowered = 0;
        Parallel.For(0, 10_000, i =>
        {
            if (_shared.Lower(new Instant(10_000 - i)))
                Interlocked.Increment(ref lowered);
        });

        Assert.Equal(new Instant(1), _shared.Read());
        Assert.InRange(lowered, 1, 10_000);
    }
}
