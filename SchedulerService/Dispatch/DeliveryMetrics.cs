using System.Diagnostics.Metrics;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>Measurements of deliveries.</summary>
internal static class DeliveryMetrics
{
    private static readonly Meter Meter = new(Telemetry.Name);
    private static readonly Counter<long> Outcomes = Meter.CreateCounter<long>("nudge.deliveries", "{delivery}", "Deliveries by how they ended");
    private static readonly Histogram<double> Lateness = Meter.CreateHistogram<double>("nudge.delivery.lateness", "s", "From the due time to handing the delivery to the callback");

    /// <summary>A delivery is handed to a callback.</summary>
    public static void Started(DueReminder reminder, long now) => Lateness.Record(Math.Max(0, now - reminder.DueAt) / 1000.0);

    /// <summary>A delivery has an outcome.</summary>
    public static void Ended(Outcome outcome) => Outcomes.Add(1, new KeyValuePair<string, object?>("outcome", outcome.GetType().Name));
}
