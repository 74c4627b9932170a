using Microsoft.Extensions.Time.Testing;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Timing;

public sealed class StoreClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _elapsed = new(Start.AddYears(-3));
    private readonly StoreClock _clock;

    public StoreClockTests() => _clock = new StoreClock(Start, _elapsed);

    [Fact]
    public void GetUtcNow_AfterAStart_CountsElapsedTimeFromTheStoreTime()
    {
        _elapsed.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(Start.AddMinutes(5), _clock.GetUtcNow());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Discipline_WithADifferenceOfAnHour_ChangesNothing(int sign)
    {
        for (var second = 1; second <= 600; second++)
        {
            _elapsed.Advance(TimeSpan.FromSeconds(1));
            var ahead = _clock.Discipline(Start.AddSeconds(second) + TimeSpan.FromHours(sign));
            Assert.Equal(TimeSpan.FromHours(sign), ahead);
        }

        Assert.Equal(Start.AddSeconds(600), _clock.GetUtcNow());
    }

    [Theory]
    [InlineData(50)]
    [InlineData(-50)]
    public void Discipline_WithASmallDifference_CorrectsSlowlyAndNeverGoesBack(int milliseconds)
    {
        var difference = TimeSpan.FromMilliseconds(milliseconds);
        var last = _clock.GetUtcNow();
        for (var second = 1; second <= 300; second++)
        {
            for (var step = 0; step < 10; step++)
            {
                _elapsed.Advance(TimeSpan.FromMilliseconds(100));
                var now = _clock.GetUtcNow();
                Assert.InRange((now - last).TotalMilliseconds, 100 * (1 - StoreClock.MaxSlewRate), 100 * (1 + StoreClock.MaxSlewRate));
                last = now;
            }

            _clock.Discipline(Start.AddSeconds(second) + difference);
        }

        Assert.Equal(0, (Start.AddSeconds(300) + difference - _clock.GetUtcNow()).TotalMilliseconds, tolerance: 0.1);
    }
}
