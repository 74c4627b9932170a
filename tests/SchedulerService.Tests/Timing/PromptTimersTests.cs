using System.Diagnostics;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Tests.Timing;

public sealed class PromptTimersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly PromptTimers _clock = new(TimeProvider.System);

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(1.7)]
    [InlineData(40)]
    public async Task CreateTimer_WithADelay_DoesNotCallBackEarly(double milliseconds)
    {
        var delay = TimeSpan.FromMilliseconds(milliseconds);
        for (var i = 0; i < 20; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await CallAsync(delay);
            Assert.True(Stopwatch.GetElapsedTime(started) >= delay, $"{delay} took {Stopwatch.GetElapsedTime(started)}");
        }
    }

    [Fact]
    public async Task CreateTimer_SeveralTimes_CallsBackInTheOrderOfTheDueTimes()
    {
        var called = new List<int>();
        var all = new TaskCompletionSource();
        int[] dues = [300, 100, 200];
        var timers = dues.Select(due => _clock.CreateTimer(Call, due, TimeSpan.FromMilliseconds(due), Timeout.InfiniteTimeSpan)).ToList();

        await all.Task.WaitAsync(Patience);

        Assert.Equal(dues.Order(), called);
        timers.ForEach(timer => timer.Dispose());

        void Call(object? due)
        {
            lock (called)
            {
                called.Add((int)due!);
                if (called.Count == 3)
                    all.SetResult();
            }
        }
    }

    [Fact]
    public async Task Change_ToAnEarlierTime_TakesEffectAtOnce()
    {
        var called = new TaskCompletionSource();
        await using var timer = _clock.CreateTimer(_ => called.SetResult(), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);

        Assert.True(timer.Change(TimeSpan.FromMilliseconds(5), Timeout.InfiniteTimeSpan));

        await called.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Change_AfterTheCallback_CallsBackAgain()
    {
        using var called = new SemaphoreSlim(0);
        await using var timer = _clock.CreateTimer(_ => called.Release(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        for (var i = 0; i < 100; i++)
        {
            Assert.True(await called.WaitAsync(Patience));
            timer.Change(TimeSpan.FromMilliseconds(0.2), Timeout.InfiniteTimeSpan);
        }
    }

    [Fact]
    public async Task Dispose_BeforeTheDueTime_PreventsTheCallback()
    {
        var called = false;
        var timer = _clock.CreateTimer(_ => called = true, null, TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan);

        await timer.DisposeAsync();

        // A timer that is due later has called back by then, so this timer would have called back too.
        await CallAsync(TimeSpan.FromMilliseconds(100));
        Assert.False(called);
        Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
    }

    /// <summary>A time in the past is never taken for an infinite time, however long ago it was.</summary>
    [Fact]
    public async Task CreateTimer_WithATimeInThePast_CallsBack()
    {
        // The thread sees a clock that jumps by a millisecond at each look. The remaining time of minus one millisecond has the value of the infinite
        // time.
        var clock = new PromptTimers(new JumpingClock());
        using var called = new SemaphoreSlim(0);
        await using var timer = clock.CreateTimer(_ => called.Release(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        Assert.True(await called.WaitAsync(Patience));
    }

    private async Task CallAsync(TimeSpan due)
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = _clock.CreateTimer(_ => called.SetResult(), null, due, Timeout.InfiniteTimeSpan);
        await called.Task.WaitAsync(Patience);
    }

    private sealed class JumpingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _now, TimeSpan.TicksPerMillisecond);
    }
}
