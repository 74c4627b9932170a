using Google.Protobuf.WellKnownTypes;

namespace Nudge.SchedulerService.Reminders;

/// <summary>Instants are whole milliseconds since 1970 in UTC everywhere behind the API.</summary>
internal static class Instant
{
    private const long NanosPerMillisecond = 1_000_000;

    /// <summary>The instant, rounded up: a reminder is never due before the time that was asked for.</summary>
    public static long Ceiling(Timestamp timestamp) =>
        checked(timestamp.Seconds * 1000 + CeilingDivide(timestamp.Nanos, NanosPerMillisecond));

    /// <summary>The instant, rounded up.</summary>
    public static long Ceiling(DateTimeOffset instant) =>
        CeilingDivide(instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMillisecond);

    /// <summary>The instant, rounded down: what is visible by then is due, never early.</summary>
    public static long Floor(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    /// <summary>The length in milliseconds, rounded up.</summary>
    public static long Ceiling(Duration duration) =>
        checked(duration.Seconds * 1000 + CeilingDivide(duration.Nanos, NanosPerMillisecond));

    public static Timestamp ToTimestamp(long milliseconds) =>
        Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    public static DateTimeOffset ToDateTimeOffset(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static long CeilingDivide(long value, long divisor) => value / divisor + (value % divisor > 0 ? 1 : 0);
}
