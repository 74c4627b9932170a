namespace Nudge.SchedulerService.Timing;

/// <summary>
/// The clock of the scheduler: monotonic, and disciplined to the store's clock. It starts at the store's time and counts elapsed time from there. A
/// change of the machine's clock therefore neither fires a reminder early nor delays one. Small differences from the store's clock are corrected
/// slowly. A difference of more than <see cref="MaxDiscipline"/> means that a clock was set, and is ignored until the next start.
/// </summary>
internal sealed class StoreClock : TimeProvider
{
    /// <summary>The largest difference that is corrected.</summary>
    public static readonly TimeSpan MaxDiscipline = TimeSpan.FromSeconds(1);

    /// <summary>The rate of the correction: 500 µs a second, the rate at which NTP slews.</summary>
    public const double MaxSlewRate = 500e-6;

    private readonly TimeProvider _elapsed;
    private readonly Lock _lock = new();
    private long _baseTimestamp;
    private long _baseTicks;
    private double _rate = 1;

    /// <param name="storeNow">The time of the store's clock.</param>
    /// <param name="elapsed">The source of elapsed time and timers: the system's monotonic clock.</param>
    public StoreClock(DateTimeOffset storeNow, TimeProvider elapsed)
    {
        _elapsed = elapsed;
        _baseTimestamp = elapsed.GetTimestamp();
        _baseTicks = storeNow.UtcTicks;
    }

    public override long TimestampFrequency => _elapsed.TimestampFrequency;

    public override long GetTimestamp() => _elapsed.GetTimestamp();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return new DateTimeOffset(Ticks(_elapsed.GetTimestamp()), TimeSpan.Zero);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _elapsed.CreateTimer(callback, state, dueTime, period);

    /// <summary>Restarts the clock at the store's time. Call it before anything uses this clock.</summary>
    public void Start(DateTimeOffset storeNow)
    {
        lock (_lock)
        {
            _baseTimestamp = _elapsed.GetTimestamp();
            _baseTicks = storeNow.UtcTicks;
            _rate = 1;
        }
    }

    /// <summary>Compares the clock with the store's clock. After a small difference the clock runs faster or slower until the next call.</summary>
    /// <returns>How far the store's clock is ahead; negative when it is behind.</returns>
    public TimeSpan Discipline(DateTimeOffset storeNow)
    {
        lock (_lock)
        {
            var timestamp = _elapsed.GetTimestamp();
            _baseTicks = Ticks(timestamp);
            _baseTimestamp = timestamp;

            var ahead = TimeSpan.FromTicks(storeNow.UtcTicks - _baseTicks);
            var correction = ahead.Duration() > MaxDiscipline ? 0 : Math.Clamp(ahead.TotalSeconds, -MaxSlewRate, MaxSlewRate);
            _rate = 1 + correction;
            return ahead;
        }
    }

    private long Ticks(long timestamp) => _baseTicks + (long)(_elapsed.GetElapsedTime(_baseTimestamp, timestamp).Ticks * _rate);
}
