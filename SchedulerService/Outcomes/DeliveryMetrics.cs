using System.Diagnostics.Metrics;
using Nudge.SchedulerService.Shards;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Outcomes;

/// <summary>
/// Measures deliveries. The instruments that each delivery uses are static, because the many streams are not created by dependency injection.
/// </summary>
internal sealed class DeliveryMetrics(InFlight inFlight, IMeterFactory meters) : IHostedService
{
    private static readonly Meter Meter = new(Telemetry.Name);

    private static readonly Counter<long> Outcomes = Meter.CreateCounter<long>(
        "nudge.delivery.outcomes", "{delivery}", "Deliveries that ended, by outcome");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "nudge.delivery.retries", "{delivery}", "Deliveries that the scheduler makes again");

    private static readonly Histogram<double> Lateness = Meter.CreateHistogram(
        "nudge.delivery.lateness", "s", "Time from the due time until the delivery is handed to the callback",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800, 3_600],
        });

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Create(Telemetry.Name).CreateObservableGauge(
            "nudge.delivery.in_flight", () => inFlight.Delivering, "{delivery}", "Deliveries that are under way and not yet settled");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Records the lateness of a delivery that is handed to a callback.</summary>
    public static void Started(DueReminder reminder, Instant now)
    {
        if (Lateness.Enabled)
            Lateness.Record(LatenessOf(reminder, now));
    }

    /// <summary>Counts the outcome of a delivery.</summary>
    public static void Ended(Outcome outcome)
    {
        if (Outcomes.Enabled)
            Outcomes.Add(1, new KeyValuePair<string, object?>("nudge.outcome", OutcomeNames.Of(outcome)));
    }

    /// <summary>Counts a retry when the written outcome asks for one. A reminder that is only deferred by its lane is not a retry.</summary>
    public static void Settled(Outcome outcome, Settlement settlement)
    {
        if (settlement is Settlement.Again && outcome is not Outcome.Deferred)
            Retries.Add(1);
    }

    /// <summary>Returns how late a delivery is at an instant, in seconds.</summary>
    public static double LatenessOf(DueReminder reminder, Instant now) => Math.Max(0, (now - reminder.DueAt).TotalSeconds);
}
