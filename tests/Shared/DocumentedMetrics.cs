using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Xunit;

namespace Nudge.Tests;

/// <summary>Compares the instruments of a service with docs/telemetry.md.</summary>
public static class DocumentedMetrics
{
    /// <summary>Fails when an instrument is documented differently or not at all, or when a documented metric of the service does not exist.</summary>
    /// <param name="meter">The name of the service's meters.</param>
    /// <param name="belongs">Returns true for the names of the service's metrics.</param>
    public static void Verify(string meter, Func<string, bool> belongs)
    {
        var instruments = new ConcurrentDictionary<string, (string Kind, string Unit)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == meter)
                    instruments[instrument.Name] = (KindOf(instrument), instrument.Unit ?? "");
            },
        };
        listener.Start();

        Assert.Equal(
            TelemetryDocument.Metrics.Where(metric => belongs(metric.Key)).OrderBy(metric => metric.Key, StringComparer.Ordinal),
            instruments.OrderBy(metric => metric.Key, StringComparer.Ordinal));
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        var name when name.StartsWith("Counter", StringComparison.Ordinal) => "counter",
        var name when name.StartsWith("Histogram", StringComparison.Ordinal) => "histogram",
        var name when name.StartsWith("ObservableGauge", StringComparison.Ordinal) => "gauge",
        var other => other,
    };
}
