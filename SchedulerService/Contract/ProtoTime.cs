using Google.Protobuf.WellKnownTypes;
using Nudge.SchedulerService.Timing;

namespace Nudge.SchedulerService.Contract;

/// <summary>
/// Reads times from requests. A message can hold any numbers. Protobuf allows nanos in range, years 1 to 9999, and seconds and nanos of
/// the same sign.
/// </summary>
internal static class ProtoTime
{
    private const int NanosPerSecond = 1_000_000_000;
    private const long MinSeconds = -62_135_596_800;
    private const long MaxSeconds = 253_402_300_799;
    private const long MaxDurationSeconds = 315_576_000_000;

    /// <summary>Reads an instant in milliseconds since 1970 in UTC, rounded up. Returns false, and 0, if it is invalid.</summary>
    public static bool TryCeiling(Timestamp timestamp, out long milliseconds)
    {
        var valid = timestamp.Seconds is >= MinSeconds and <= MaxSeconds && timestamp.Nanos is >= 0 and < NanosPerSecond;
        milliseconds = valid ? Instant.Ceiling(timestamp) : 0;
        return valid;
    }

    /// <summary>Reads an instant in milliseconds since 1970 in UTC, rounded down. Returns false, and 0, if it is invalid.</summary>
    public static bool TryFloor(Timestamp timestamp, out long milliseconds)
    {
        var valid = TryCeiling(timestamp, out _);
        milliseconds = valid ? Instant.Floor(timestamp.ToDateTimeOffset()) : 0;
        return valid;
    }

    /// <summary>Reads a duration in milliseconds, rounded up. Returns false, and 0, if it is invalid.</summary>
    public static bool TryCeiling(Duration duration, out long milliseconds)
    {
        var valid = duration.Seconds is >= -MaxDurationSeconds and <= MaxDurationSeconds
            && duration.Nanos is > -NanosPerSecond and < NanosPerSecond
            && (duration.Seconds == 0 || duration.Nanos == 0 || Math.Sign(duration.Seconds) == Math.Sign(duration.Nanos));
        milliseconds = valid ? Instant.Ceiling(duration) : 0;
        return valid;
    }
}
