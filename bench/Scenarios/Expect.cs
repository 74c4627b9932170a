namespace Nudge.Bench.Scenarios;

/// <summary>Fails a run that did not do what it claims, because its figures would be worthless.</summary>
internal static class Expect
{
    public static void Equal(long expected, long actual, string what)
    {
        if (expected != actual)
            throw new InvalidOperationException($"expected {expected} {what}, but there were {actual}");
    }

    public static void Within(long least, long most, long actual, string what)
    {
        if (actual < least || actual > most)
            throw new InvalidOperationException($"expected {least} to {most} {what}, but there were {actual}");
    }
}
