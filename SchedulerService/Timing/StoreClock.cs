namespace Nudge.SchedulerService.Timing;

/// <summary>
/// The one clock: monotonic, and disciplined to the store's. It starts at the store's time and counts elapsed time from there, so
/// a machine clock that is set back or forward neither fires anything early nor stalls anything. Small differences from the store's
/// clock are made up slowly; a difference of more than <see cref="MaxDiscipline"/> is a clock that was set, and is not followed before
/// the next start.
/// </summary>
internal sealed class StoreClock : TimeProvider
{
    /// <summary>The largest difference that is made up.</summary>
    public static readonly TimeSpan MaxDiscipline = TimeSpan.FromSeconds(1);

    /// <summary>How fast: 500 µs in a second, the rate at which NTP slews.</summary>
    public const double MaxSlewRate = 500e-6;

    private readonly TimeProvider _elapsed;
    private readonly Lock _lock = new();
    private long _baseTimestamp;
    private long _baseTicks;
    private double _rate = 1;

    /// <param name="storeNow">What the store's clock reads.</param>
    /// <param name="elapsed">Where elapsed time and timers come from: the system's monotonic clock.</param>
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

    /// <summary>Starts anew at the store's time: before anything goes by this clock.</summary>
    public void Start(DateTimeOffset storeNow)
    {
        lock (_lock)
        {
            _baseTimestamp = _elapsed.GetTimestamp();
            _baseTicks = storeNow.UtcTicks;
            _rate = 1;
        }
    }

    /// <summary>Compares the clock with the store's and, where they differ a little, runs faster or slower until the next call.</summary>
    /// <returns>By how much the store's clock is ahead.</returns>
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
