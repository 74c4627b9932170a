using System.Diagnostics.Metrics;

namespace Nudge.SchedulerService.Storage;

/// <summary>Measures the commits of registrations and outcomes. The instruments are static: each store makes its writers by hand.</summary>
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

    /// <summary>Gets whether a listener wants to know.</summary>
    public static bool AreEnabled => Size.Enabled || Duration.Enabled;

    /// <param name="operation"><see cref="Register"/> or <see cref="Settle"/>.</param>
    /// <param name="rows">How many of them the commit holds.</param>
    /// <param name="duration">How long it took.</param>
    public static void Record(string operation, int rows, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("nudge.operation", operation);
        Size.Record(rows, tag);
        Duration.Record(duration.TotalSeconds, tag);
    }
}
