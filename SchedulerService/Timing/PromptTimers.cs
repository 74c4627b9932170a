namespace Nudge.SchedulerService.Timing;

/// <summary>
/// A clock whose timers are at most one millisecond late on an idle machine. The runtime's own timers count whole milliseconds and are two
/// milliseconds late on average. They also round down what remains of a millisecond. Quartz then sets timer after timer until the millisecond is
/// over, which costs more than the work that it wakes.
/// </summary>
internal sealed class PromptTimers(TimeProvider clock) : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<PromptTimer> _timers = [];
    private bool _isWaiting;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    /// <summary>Creates a timer. The runtime handles timers with a period.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
            return clock.CreateTimer(callback, state, dueTime, period);

        var timer = new PromptTimer(this, callback, state);
        lock (_gate)
        {
            _timers.Add(timer);
            if (!_isWaiting)
                new Thread(Wait) { IsBackground = true, Name = "timers" }.Start();
            _isWaiting = true;
        }

        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits for one timer after the other until none is left.</summary>
    private void Wait()
    {
        lock (_gate)
        {
            while (_timers.MinBy(timer => timer.Due) is { } next)
            {
                if (next.Due == long.MaxValue)
                    Monitor.Wait(_gate);
                else if (clock.GetElapsedTime(clock.GetTimestamp(), next.Due) is var left && left > TimeSpan.Zero)
                    Monitor.Wait(_gate, (int)Math.Min(Math.Ceiling(left.TotalMilliseconds), int.MaxValue));
                else
                    CallBack(next);
            }

            _isWaiting = false;
        }
    }

    private static void CallBack(PromptTimer timer)
    {
        timer.Due = long.MaxValue;
        ThreadPool.UnsafeQueueUserWorkItem(due => due.Call(), timer, preferLocal: false);
    }

    private sealed class PromptTimer(PromptTimers timers, TimerCallback callback, object? state) : ITimer
    {
        /// <summary>Gets or sets the timestamp at which the timer calls back; long.MaxValue when it does not.</summary>
        public long Due { get; set; } = long.MaxValue;

        public void Call() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (timers._gate)
            {
                if (!timers._timers.Contains(this))
                    return false;
                Due = dueTime == Timeout.InfiniteTimeSpan
                    ? long.MaxValue
                    : timers.GetTimestamp() + (long)(dueTime.TotalSeconds * timers.TimestampFrequency);
                Monitor.Pulse(timers._gate);
                return true;
            }
        }

        public void Dispose()
        {
            lock (timers._gate)
            {
                timers._timers.Remove(this);
                Monitor.Pulse(timers._gate);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
