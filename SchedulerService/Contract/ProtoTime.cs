using Google.Protobuf.WellKnownTypes;

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

    /// <summary>Reads an instant, rounded up. Returns false, and the start of 1970, if it is invalid.</summary>
    public static bool TryCeiling(Timestamp timestamp, out Instant instant)
    {
        var valid = timestamp.Seconds is >= MinSeconds and <= MaxSeconds && timestamp.Nanos is >= 0 and < NanosPerSecond;
        instant = valid ? Instant.Ceiling(timestamp) : default;
        return valid;
    }

    /// <summary>Reads an instant, rounded down. Returns false, and the start of 1970, if it is invalid.</summary>
    public static bool TryFloor(Timestamp timestamp, out Instant instant)
    {
        var valid = TryCeiling(timestamp, out _);
        instant = valid ? Instant.Floor(timestamp.ToDateTimeOffset()) : default;
        return valid;
    }

    /// <summary>Reads a duration, rounded up to milliseconds. Returns false, and 0, if it is invalid.</summary>
    public static bool TryCeiling(Duration duration, out TimeSpan time)
    {
        var valid = duration.Seconds is >= -MaxDurationSeconds and <= MaxDurationSeconds
            && duration.Nanos is > -NanosPerSecond and < NanosPerSecond
            && (duration.Seconds == 0 || duration.Nanos == 0 || Math.Sign(duration.Seconds) == Math.Sign(duration.Nanos));
        time = valid ? Durations.Ceiling(duration) : default;
        return valid;
    }
}
