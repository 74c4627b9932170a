using Microsoft.Extensions.Logging.Abstractions;
using Nudge.SchedulerService.Pacing;
using Nudge.SchedulerService.Shards;

namespace Nudge.SchedulerService.Tests.Pacing;

public sealed class LanePumpTests
{
    [Fact]
    public void Timer_FiresAfterDispose_IsIgnored()
    {
        var clock = new LateTimers();
        var inFlight = new InFlight(new ReadingProgress());
        var pump = new LanePump(new Lanes(new LaneOptions { PerSecond = 1 }, owner: null!, inFlight, clock), inFlight, clock, NullLogger.Instance);

        pump.Dispose();

        clock.Fire!(null);
    }

    /// <summary>A clock whose timer can fire after it was disposed, as a timer of the thread pool can.</summary>
    private sealed class LateTimers : TimeProvider
    {
        public TimerCallback? Fire { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Fire = callback;
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
