using System.Diagnostics;
using System.Diagnostics.Metrics;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>Spans and measurements of deliveries, under the name that ServiceDefaults listens to.</summary>
internal static class Telemetry
{
    private const string Name = "Nudge.SchedulerService";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Settled = Meter.CreateCounter<long>("nudge.deliveries", "{delivery}", "Deliveries by how they ended");
    private static readonly Histogram<double> Lateness = Meter.CreateHistogram<double>("nudge.delivery.lateness", "s", "From the due time to handing the delivery to the callback");

    /// <summary>
    /// Starts the span of a delivery in the trace of the registration. The wait between the two is not a span, which would stay open for
    /// months and be lost with the process, but a link.
    /// </summary>
    public static Activity? StartDelivery(DueReminder reminder, long now)
    {
        Lateness.Record(Math.Max(0, now - reminder.DueAt) / 1000.0);
        if (!Source.HasListeners())
            return null;
        if (!ActivityContext.TryParse(reminder.TraceParent, traceState: null, isRemote: true, out var registration))
            return Source.StartActivity("reminder deliver", ActivityKind.Producer);

        var waited = new ActivityTagsCollection { ["nudge.waited_ms"] = now - reminder.CreatedAt };
        var activity = Source.StartActivity("reminder deliver", ActivityKind.Producer, registration, links: [new ActivityLink(registration, waited)]);
        activity?.SetTag("nudge.reminder_id", ReminderId.Format(reminder.Key.Id));
        activity?.SetTag("nudge.occurrence", reminder.Key.Occurrence);
        return activity;
    }

    public static void Ended(PendingDelivery delivery, Outcome outcome)
    {
        var name = outcome.GetType().Name;
        Settled.Add(1, new KeyValuePair<string, object?>("outcome", name));
        delivery.Activity?.SetTag("nudge.outcome", name);
        delivery.Activity?.Stop();
    }
}
