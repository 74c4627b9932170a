using System.Diagnostics;
using Nudge.V1;

namespace Nudge.Client;

/// <summary>The span of a handler's run. It belongs to the trace of the reminder's registration, so one trace shows the reminder up to Teams.</summary>
internal static class HandlerTrace
{
    /// <summary>Starts <c>run handler</c> with the handler's name.</summary>
    /// <returns>Null when no listener is attached.</returns>
    public static Activity? Start(Delivery delivery, HandlerTable handlers)
    {
        if (!Telemetry.Source.HasListeners())
            return null;

        // A delivery without a trace gets its own trace, not that of the stream.
        Activity.Current = null;
        ActivityContext.TryParse(delivery.TraceParent, traceState: null, isRemote: true, out var scheduler);

        // A caller chose an unknown handler name. It is harmless in an attribute, but span names must stay few.
        var asked = delivery.Notification?.Handler ?? "";
        var name = handlers.Find(asked)?.Name;
        var activity = Telemetry.Source.StartActivity($"run handler {name ?? "(unknown)"}", ActivityKind.Consumer, scheduler);
        activity?.SetTag("nudge.handler", name ?? asked);
        activity?.SetTag("nudge.reminder.id", delivery.Id?.ReminderId);
        activity?.SetTag("nudge.reminder.occurrence", delivery.Id?.Occurrence);
        return activity;
    }

    /// <summary>Sets the outcome on the span, and returns it.</summary>
    public static DeliveryOutcome Ended(Activity? activity, DeliveryOutcome outcome)
    {
        activity?.SetTag("nudge.outcome", NameOf(outcome));
        // A delivery to be retried later has not failed.
        if (outcome is not (DeliveryOutcome.Delivered or DeliveryOutcome.RetryLater))
            activity?.SetStatus(ActivityStatusCode.Error);
        return outcome;
    }

    private static string NameOf(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Delivered => "delivered",
        DeliveryOutcome.RetryLater => "retry_later",
        DeliveryOutcome.Rejected => "rejected",
        DeliveryOutcome.RecipientUnreachable => "recipient_unreachable",
        DeliveryOutcome.Ambiguous => "ambiguous",
        _ => throw new UnreachableException(),
    };
}
