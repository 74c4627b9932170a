namespace Nudge.Tests;

/// <summary>Limits of real time, for tests that start processes.</summary>
public static class RealTime
{
    private static readonly bool IsStrict = Environment.GetEnvironmentVariable("NUDGE_TEST_STRICT") == "1";

    /// <summary>
    /// Returns the promised time when NUDGE_TEST_STRICT=1 declares the machine idle, else five times as much. A busy machine can stop any
    /// process for seconds.
    /// </summary>
    public static TimeSpan Within(TimeSpan promised) => IsStrict ? promised : promised * 5;
}
