namespace Nudge.Bench.Peers;

/// <summary>Counts the handled reminders of a peer in this process. Peers run one after the other, so one tally is enough.</summary>
internal static class Tally
{
    private static readonly Lock Lock = new();
    private static TaskCompletionSource<DateTimeOffset> s_last = new();
    private static DateTimeOffset s_due;
    private static long s_expected;

    public static long Count { get; private set; }

    /// <summary>Gets the number of reminders that were handled before they were due.</summary>
    public static long Early { get; private set; }

    /// <summary>Gets the instant at which the last expected reminder was handled.</summary>
    public static Task<DateTimeOffset> Last => s_last.Task;

    public static void BeginAnew(int expected, DateTimeOffset due)
    {
        lock (Lock)
        {
            s_last = new(TaskCreationOptions.RunContinuationsAsynchronously);
            (s_expected, s_due, Count, Early) = (expected, due, 0, 0);
        }
    }

    public static void Add()
    {
        var now = TimeProvider.System.GetUtcNow();
        lock (Lock)
        {
            if (now < s_due)
                Early++;
            if (++Count == s_expected)
                s_last.SetResult(now);
        }
    }
}
