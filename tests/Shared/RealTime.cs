namespace Nudge.Tests;

/// <summary>Bounds of real time, for tests that start processes.</summary>
public static class RealTime
{
    private static readonly bool IsStrict = Environment.GetEnvironmentVariable("NUDGE_TEST_STRICT") == "1";

    /// <summary>
    /// Returns the promised time where NUDGE_TEST_STRICT=1 says that the machine is idle, else five times as much: a busy machine can stop
    /// any process for seconds.
    /// </summary>
    public static TimeSpan Within(TimeSpan promised) => IsStrict ? promised : promised * 5;
}
