using System.Runtime.InteropServices;

namespace Nudge.SchedulerService.Timing;

/// <summary>
/// A clock of elapsed time that continues while the machine sleeps. On Linux the runtime's own monotonic clock stops during sleep. A laptop that
/// slept for an hour would then deliver an hour late for the rest of the day.
/// </summary>
internal sealed class ElapsedTime : TimeProvider
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>CLOCK_BOOTTIME of linux/time.h.</summary>
    private const int ClockBootTime = 7;

    private ElapsedTime()
    {
    }

    /// <summary>
    /// Returns the clock for this operating system: the system's own clock where it counts sleep, as on Windows, or where there is no other.
    /// </summary>
    public static TimeProvider Create() => OperatingSystem.IsLinux() ? new ElapsedTime() : System;

    public override long TimestampFrequency => NanosecondsPerSecond;

    public override long GetTimestamp()
    {
        var result = ClockGetTime(ClockBootTime, out var time);
        return result == 0
            ? ((long)time.Seconds * NanosecondsPerSecond) + time.Nanoseconds
            : throw new PlatformNotSupportedException("clock_gettime(CLOCK_BOOTTIME) failed");
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ClockGetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
