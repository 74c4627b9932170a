namespace Nudge.Bench.Scenarios;

/// <summary>A figure of a run that did something else than it says is worth nothing.</summary>
internal static class Expect
{
    public static void Equal(long expected, long actual, string what)
    {
        if (expected != actual)
            throw new InvalidOperationException($"expected {expected} {what}, and there were {actual}");
    }
}
