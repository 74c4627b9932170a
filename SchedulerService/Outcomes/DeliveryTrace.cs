using System.Diagnostics;
using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Outcomes;

/// <summary>
/// The spans of a delivery, in the trace of the reminder's registration. They cost nothing without a listener. The dispatcher handles many reminders
/// at once, so no span becomes the current one.
/// </summary>
internal static class DeliveryTrace
{
    /// <summary>Starts <c>deliver reminder</c>, which the callback continues.</summary>
    /// <returns>Null when no listener is attached.</returns>
    public static Activity? Start(DueReminder reminder, Instant now)
    {
        if (!Telemetry.Source.HasListeners())
            return null;

        ActivityContext.TryParse(reminder.TraceParent, traceState: null, isRemote: true, out var registration);
        var deliver = Start("deliver reminder", ActivityKind.Producer, registration);
        if (deliver is { IsAllDataRequested: true })
        {
            Identify(deliver, reminder);
            deliver.SetTag("nudge.lateness", DeliveryMetrics.LatenessOf(reminder, now));
        }

        return deliver;
    }

    /// <summary>Drops the span of a delivery that was not made.</summary>
    public static void Drop(Activity? deliver)
    {
        if (deliver is null)
            return;
        deliver.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        Stop(deliver);
    }

    /// <summary>
    /// Emits <c>wait until due</c> after the wait, because a span that stays open for months is lost with the process. The span of the first delivery
    /// starts at the registration. The store does not record the start of any later wait, so its span starts when the reminder became visible.
    /// </summary>
    public static void Waited(PendingDelivery delivery)
    {
        var reminder = delivery.Reminder;
        if (delivery.Activity is not { Recorded: true } deliver
            || !ActivityContext.TryParse(reminder.TraceParent, traceState: null, isRemote: true, out var registration))
        {
            return;
        }

        var isFirst = reminder is { Key.Occurrence: 1, Generation: 1, WasTried: false };
        var since = (isFirst ? reminder.CreatedAt : reminder.VisibleAt).ToDateTimeOffset();
        var until = new DateTimeOffset(deliver.StartTimeUtc);
        if (Start("wait until due", ActivityKind.Internal, registration, since < until ? since : until) is not { } wait)
            return;

        Identify(wait, reminder);
        wait.SetEndTime(deliver.StartTimeUtc);
        Stop(wait);
    }

    /// <summary>Ends <c>deliver reminder</c> with its outcome, and starts <c>settle reminder</c>.</summary>
    public static void Answered(PendingDelivery delivery, Outcome outcome)
    {
        if (delivery.Activity is not { } deliver)
            return;

        deliver.SetTag("nudge.outcome", OutcomeNames.Of(outcome));
        if (OutcomeNames.IsFailure(outcome))
            deliver.SetStatus(ActivityStatusCode.Error);
        Stop(deliver);

        delivery.Settling = Start("settle reminder", ActivityKind.Internal, deliver.Context);
        if (delivery.Settling is { IsAllDataRequested: true } settle)
            Identify(settle, delivery.Reminder);
    }

    /// <summary>Ends <c>settle reminder</c>.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="result">The result of the write; null when the outcome was not written and the reminder is delivered again.</param>
    public static void Settled(PendingDelivery delivery, Settled? result)
    {
        if (delivery.Settling is not { } settle)
            return;

        delivery.Settling = null;
        settle.SetTag("nudge.result", result switch
        {
            Storage.Settled.Written => "written",
            Storage.Settled.Stale => "changed",
            _ => "lost",
        });
        if (result is null)
            settle.SetStatus(ActivityStatusCode.Error);
        Stop(settle);
    }

    private static void Identify(Activity activity, DueReminder reminder)
    {
        activity.SetTag("nudge.reminder.id", ReminderId.Format(reminder.Key.Id));
        activity.SetTag("nudge.reminder.occurrence", reminder.Key.Occurrence);
    }

    private static Activity? Start(string name, ActivityKind kind, ActivityContext parent, DateTimeOffset startTime = default)
    {
        var current = Activity.Current;
        // A reminder without a trace gets a new trace. Without this line, the source would use the current span as the parent.
        Activity.Current = null;
        var activity = Telemetry.Source.StartActivity(name, kind, parent, startTime: startTime);
        Activity.Current = current;
        return activity;
    }

    private static void Stop(Activity activity)
    {
        var current = Activity.Current;
        activity.Stop();
        Activity.Current = current;
    }
}
