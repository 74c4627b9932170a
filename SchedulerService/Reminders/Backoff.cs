namespace Nudge.SchedulerService.Reminders;

/// <summary>
/// Exponential backoff with equal jitter: a wait is drawn between half and all of <c>initial × 2ⁿ</c>, capped, so that what failed
/// together does not come back together.
/// </summary>
internal static class Backoff
{
    /// <summary>The wait in milliseconds after failure number <paramref name="failures"/>, from 1.</summary>
    public static long After(int failures, long initial, long max, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var doublings = Math.Min(failures - 1, 40);
        var full = Math.Min(Math.Min(initial, max) * Math.Pow(2, doublings), max);
        return (long)Math.Ceiling(full / 2 * (1 + random.NextDouble()));
    }
}
