namespace Nudge.Bench.Scenarios;

/// <summary>A figure of a run that did something else than it says is worth nothing.</summary>
internal static class Expect
{
    public static void Equal(long expected, long actual, string what)
    {
        if (expected != actual)
            throw new InvalidOperationException($"expected {expected} {what}, and there were {actual}");
    }

    public static void Within(long least, long most, long actual, string what)
    {
        if (actual < least || actual > most)
            throw new InvalidOperationException($"expected {least} to {most} {what}, and there were {actual}");
    }
}
