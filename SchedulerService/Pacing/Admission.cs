namespace Nudge.SchedulerService.Pacing;

/// <summary>The decision for a due reminder: deliver it now, let it wait in memory for a slot, or defer it.</summary>
internal readonly record struct Admission
{
    private Admission(bool isNow, Lane? lane, Instant? deferredUntil) => (IsNow, Lane, DeferredUntil) = (isNow, lane, deferredUntil);

    /// <summary>Gets the decision to wait in memory. The reminder is read again when it has a slot.</summary>
    public static Admission Waits => default;

    /// <summary>Gets whether the reminder is delivered now.</summary>
    public bool IsNow { get; }

    /// <summary>Gets the lane whose slot the reminder uses; null when the lanes have no limits.</summary>
    public Lane? Lane { get; }

    /// <summary>Gets the instant until which the reminder is deferred; null when it is not deferred.</summary>
    public Instant? DeferredUntil { get; }

    /// <summary>Returns the decision to deliver now, in a slot of a lane (null: the lanes have no limits).</summary>
    public static Admission Now(Lane? lane) => new(isNow: true, lane, null);

    /// <summary>Returns the decision to defer a reminder, because no more may wait in memory.</summary>
    public static Admission Defer(Instant until) => new(isNow: false, null, until);
}
