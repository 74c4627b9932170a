namespace Nudge.SchedulerService.Reminders;

/// <summary>
/// Exponential backoff with equal jitter. A wait is drawn between half and all of <c>initial × 2ⁿ</c>, up to a cap. The jitter keeps deliveries
/// that failed together from being retried together.
/// </summary>
internal static class Backoff
{
    /// <summary>Returns the wait after a failure, in whole milliseconds.</summary>
    /// <param name="failures">The number of failures so far, from 1.</param>
    /// <param name="initial">The wait after the first failure, before jitter.</param>
    /// <param name="max">The longest wait.</param>
    /// <param name="random">Draws the jitter.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="failures"/> is less than 1.</exception>
    public static TimeSpan After(int failures, TimeSpan initial, TimeSpan max, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var doublings = Math.Min(failures - 1, 40);
        var full = Math.Min(Math.Min(initial.TotalMilliseconds, max.TotalMilliseconds) * Math.Pow(2, doublings), max.TotalMilliseconds);
        return TimeSpan.FromMilliseconds((long)Math.Ceiling(full / 2 * (1 + random.NextDouble())));
    }
}
