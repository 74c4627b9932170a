using Google.Protobuf.WellKnownTypes;

namespace Nudge.SchedulerService.Timing;

/// <summary>Converts durations of the contract.</summary>
internal static class Durations
{
    private const int NanosPerMillisecond = 1_000_000;

    /// <summary>Converts a duration to whole milliseconds, rounded up.</summary>
    /// <exception cref="OverflowException">The duration does not fit into a <see cref="TimeSpan"/>.</exception>
    public static TimeSpan Ceiling(Duration duration) => new(checked(CeilingMilliseconds(duration.Seconds, duration.Nanos) * TimeSpan.TicksPerMillisecond));

    /// <summary>Returns seconds and nanoseconds in milliseconds, rounded up.</summary>
    /// <exception cref="OverflowException">The milliseconds do not fit into a <c>long</c>.</exception>
    public static long CeilingMilliseconds(long seconds, int nanos) =>
        checked(seconds * 1000 + nanos / NanosPerMillisecond + (nanos % NanosPerMillisecond > 0 ? 1 : 0));
}
