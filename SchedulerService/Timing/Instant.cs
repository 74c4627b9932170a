using Google.Protobuf.WellKnownTypes;

namespace Nudge.SchedulerService.Timing;

/// <summary>A point in time. Wall-clock times and timestamps of the monotonic clock are not instants, and stay a <c>long</c>.</summary>
/// <param name="Milliseconds">Whole milliseconds since 1970 in UTC.</param>
internal readonly record struct Instant(long Milliseconds) : IComparable<Instant>
{
    /// <summary>The smallest difference between two instants.</summary>
    public static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    /// <summary>Gets the instant before every other one.</summary>
    public static Instant Earliest => new(long.MinValue);

    /// <summary>Gets the instant after every other one.</summary>
    public static Instant Never => new(long.MaxValue);

    /// <summary>Converts an instant, rounded up: a reminder is never due before the requested time.</summary>
    /// <exception cref="OverflowException">The milliseconds do not fit into a <c>long</c>.</exception>
    public static Instant Ceiling(Timestamp timestamp) => new(Durations.CeilingMilliseconds(timestamp.Seconds, timestamp.Nanos));

    /// <summary>Converts an instant, rounded up.</summary>
    public static Instant Ceiling(DateTimeOffset instant) =>
        new((instant.UtcTicks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond - DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMillisecond);

    /// <summary>Converts an instant, rounded down. A scan rounds the present instant down, so that nothing is delivered early.</summary>
    public static Instant Floor(DateTimeOffset instant) => new(instant.ToUnixTimeMilliseconds());

    public static Instant Min(Instant one, Instant other) => one < other ? one : other;

    public static Instant Max(Instant one, Instant other) => one > other ? one : other;

    public Timestamp ToTimestamp() => Timestamp.FromDateTimeOffset(ToDateTimeOffset());

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    public int CompareTo(Instant other) => Milliseconds.CompareTo(other.Milliseconds);

    public static bool operator <(Instant left, Instant right) => left.Milliseconds < right.Milliseconds;

    public static bool operator <=(Instant left, Instant right) => left.Milliseconds <= right.Milliseconds;

    public static bool operator >(Instant left, Instant right) => left.Milliseconds > right.Milliseconds;

    public static bool operator >=(Instant left, Instant right) => left.Milliseconds >= right.Milliseconds;

    /// <summary>Returns the instant that is later by the whole milliseconds of a time.</summary>
    public static Instant operator +(Instant instant, TimeSpan time) => new(instant.Milliseconds + time.Ticks / TimeSpan.TicksPerMillisecond);

    /// <summary>Returns the instant that is earlier by the whole milliseconds of a time.</summary>
    public static Instant operator -(Instant instant, TimeSpan time) => new(instant.Milliseconds - time.Ticks / TimeSpan.TicksPerMillisecond);

    /// <exception cref="OverflowException">The time between the instants does not fit into a <see cref="TimeSpan"/>.</exception>
    public static TimeSpan operator -(Instant left, Instant right) => new(checked((left.Milliseconds - right.Milliseconds) * TimeSpan.TicksPerMillisecond));
}
