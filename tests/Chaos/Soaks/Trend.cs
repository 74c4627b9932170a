namespace Nudge.Chaos.Soaks;

/// <summary>
/// Compares the last third of a soak with the third before it. The first third warms up: the runtime compiles, and connections open.
/// </summary>
internal static class Trend
{
    /// <summary>The fewest samples that show a trend.</summary>
    public const int LeastSamples = 9;

    private const double MaxMegabytes = 20;
    private const double MaxHandles = 10;
    private const double MaxThreads = 5;

    /// <summary>Returns what grew, in words; null when nothing did.</summary>
    /// <param name="samples">The samples of one process in the order of time.</param>
    public static string? Growth(IReadOnlyList<Usage> samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples.Count, LeastSamples);
        var third = samples.Count / 3;
        var last = Typical([.. samples.TakeLast(third)]);
        var before = Typical([.. samples.SkipLast(third).TakeLast(third)]);
        var isFlat = last.Megabytes - before.Megabytes <= MaxMegabytes
            && last.Handles - before.Handles <= MaxHandles
            && last.Threads - before.Threads <= MaxThreads;
        return isFlat ? null : $"from {before} to {last}";
    }

    private static Usage Typical(IReadOnlyList<Usage> samples) =>
        new(Median(samples, usage => usage.Megabytes), (int)Median(samples, usage => usage.Handles), (int)Median(samples, usage => usage.Threads));

    private static double Median(IReadOnlyList<Usage> samples, Func<Usage, double> part) => samples.Select(part).Order().ElementAt(samples.Count / 2);
}
