using System.Diagnostics.Metrics;

namespace Nudge.SchedulerService.Storage;

/// <summary>
/// Measures the commits of registrations and outcomes. The instruments are static because the stores create their writers without dependency
/// injection.
/// </summary>
internal static class CommitMetrics
{
    public const string Register = "register";
    public const string Settle = "settle";

    private static readonly Meter Meter = new(Telemetry.Name);

    private static readonly Histogram<long> Size = Meter.CreateHistogram(
        "nudge.store.commit.size", "{row}", "Registrations or outcomes that share a commit",
        advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000] });

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "nudge.store.commit.duration", "s", "Time from the start of a write until it is durable",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5] });

    /// <summary>Gets whether a listener collects one of the instruments.</summary>
    public static bool AreEnabled => Size.Enabled || Duration.Enabled;

    /// <summary>Records one commit.</summary>
    /// <param name="operation"><see cref="Register"/> or <see cref="Settle"/>.</param>
    /// <param name="rows">The number of registrations or outcomes in the commit.</param>
    /// <param name="duration">The time from the start of the write until it is durable.</param>
    public static void Record(string operation, int rows, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("nudge.operation", operation);
        Size.Record(rows, tag);
        Duration.Record(duration.TotalSeconds, tag);
    }
}
