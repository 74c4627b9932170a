using Google.Protobuf.WellKnownTypes;

namespace Nudge.SchedulerService.Timing;

/// <summary>Converts instants. Behind the API, an instant is a <c>long</c>: whole milliseconds since 1970 in UTC.</summary>
internal static class Instant
{
    private const long NanosPerMillisecond = 1_000_000;

    /// <summary>Returns an instant in milliseconds since 1970 in UTC, rounded up: a reminder is never due before the requested time.</summary>
    /// <exception cref="OverflowException">The instant does not fit into a <c>long</c>.</exception>
    public static long Ceiling(Timestamp timestamp) =>
        checked(timestamp.Seconds * 1000 + CeilingDivide(timestamp.Nanos, NanosPerMillisecond));

    /// <summary>Returns an instant in milliseconds since 1970 in UTC, rounded up.</summary>
    public static long Ceiling(DateTimeOffset instant) =>
        CeilingDivide(instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMillisecond);

    /// <summary>
    /// Returns an instant in milliseconds since 1970 in UTC, rounded down. A scan rounds the present instant down, so that nothing is delivered
    /// early.
    /// </summary>
    public static long Floor(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    /// <summary>Returns a duration in milliseconds, rounded up.</summary>
    /// <exception cref="OverflowException">The duration does not fit into a <c>long</c>.</exception>
    public static long Ceiling(Duration duration) =>
        checked(duration.Seconds * 1000 + CeilingDivide(duration.Nanos, NanosPerMillisecond));

    /// <summary>Converts milliseconds since 1970 in UTC.</summary>
    public static Timestamp ToTimestamp(long milliseconds) =>
        Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    /// <summary>Converts milliseconds since 1970 in UTC.</summary>
    public static DateTimeOffset ToDateTimeOffset(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static long CeilingDivide(long value, long divisor) => value / divisor + (value % divisor > 0 ? 1 : 0);
}
