using NodaTime;

namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// Converts wall-clock times, which are milliseconds since 1970-01-01T00:00 on that clock. They differ from the milliseconds of an instant by the
/// zone's offset.
/// </summary>
internal static class Wall
{
    public const long Second = 1000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;

    /// <summary>The start of the year 2. No zone's offset moves it out of the years 1 to 9999.</summary>
    public static readonly long Min = Of(new LocalDateTime(2, 1, 1, 0, 0));

    /// <summary>The end of the year 9998. No zone's offset moves it out of the years 1 to 9999.</summary>
    public static readonly long Max = Of(new LocalDateTime(9998, 12, 31, 0, 0));

    public static long Of(LocalDateTime time) => time.InUtc().ToInstant().ToUnixTimeMilliseconds();

    public static long Of(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    public static long Of(DateOnly date) => (date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * Day;

    public static LocalDateTime ToLocal(long wall) => NodaTime.Instant.FromUnixTimeMilliseconds(wall).InUtc().LocalDateTime;

    public static DateOnly ToDate(long wall) =>
        DateOnly.FromDayNumber((int)FloorDivide(wall, Day) + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);

    public static long FloorDivide(long value, long divisor) => value >= 0 ? value / divisor : (value - divisor + 1) / divisor;
}
