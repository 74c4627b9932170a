using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Tests.Reminders;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 500, 1_000)]
    [InlineData(2, 1_000, 2_000)]
    [InlineData(5, 8_000, 16_000)]
    [InlineData(9, 128_000, 256_000)]
    [InlineData(10, 150_000, 300_000)]
    [InlineData(int.MaxValue, 150_000, 300_000)]
    public void After_SeveralFailures_IsBetweenHalfAndAllOfTheDoubledWait(int failures, long least, long most)
    {
        var random = new Random(20261122);

        var waits = Enumerable.Range(0, 1_000).Select(_ => Backoff.After(failures, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), random).TotalMilliseconds).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, least, most));
        // Jitter spreads the waits over most of the range.
        Assert.True(waits.Max() - waits.Min() > (most - least) * 0.9);
    }
}
