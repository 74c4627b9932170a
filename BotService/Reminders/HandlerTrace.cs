using System.Diagnostics;
using Nudge.V1;

namespace Nudge.BotService.Reminders;

/// <summary>The span of a handler's run, in the trace of the reminder's registration: one trace shows the reminder from there to Teams.</summary>
internal static class HandlerTrace
{
    /// <summary>Starts <c>run handler</c> with the handler's name.</summary>
    /// <returns>Null when no listener is attached.</returns>
    public static Activity? Start(Delivery delivery, NotificationHandlers handlers)
    {
        if (!Telemetry.Source.HasListeners())
            return null;

        // A delivery without a trace gets one of its own, and not that of the stream.
        Activity.Current = null;
        ActivityContext.TryParse(delivery.TraceParent, traceState: null, isRemote: true, out var scheduler);

        // A name that no handler has is a caller's word: as an attribute it does no harm, in span names it would.
        var asked = delivery.Notification?.Handler ?? "";
        var name = handlers.FindName(asked);
        var activity = Telemetry.Source.StartActivity($"run handler {name ?? "(unknown)"}", ActivityKind.Consumer, scheduler);
        activity?.SetTag("nudge.handler", name ?? asked);
        activity?.SetTag("nudge.reminder.id", delivery.Id?.ReminderId);
        activity?.SetTag("nudge.reminder.occurrence", delivery.Id?.Occurrence);
        return activity;
    }

    /// <summary>Notes the outcome, and returns it.</summary>
    public static DeliveryOutcome Ended(Activity? activity, DeliveryOutcome outcome)
    {
        activity?.SetTag("nudge.outcome", OutcomeNames.Of(outcome));
        if (OutcomeNames.IsFailure(outcome))
            activity?.SetStatus(ActivityStatusCode.Error);
        return outcome;
    }
}
