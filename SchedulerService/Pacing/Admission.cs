namespace Nudge.SchedulerService.Pacing;

/// <summary>What becomes of a reminder that is due: it goes now, it waits for its slot in memory, or it is put back until then.</summary>
internal readonly record struct Admission
{
    private Admission(bool isNow, Lane? lane, long? putBackUntil) => (IsNow, Lane, PutBackUntil) = (isNow, lane, putBackUntil);

    /// <summary>It waits, and is read again when it has a slot.</summary>
    public static Admission Waits => default;

    /// <summary>It goes now.</summary>
    public bool IsNow { get; }

    /// <summary>The lane whose slot it goes by; null where nothing is paced.</summary>
    public Lane? Lane { get; }

    /// <summary>The instant until which it is put back.</summary>
    public long? PutBackUntil { get; }

    /// <summary>It goes now, by a slot of a lane (null: nothing is paced).</summary>
    public static Admission Now(Lane? lane) => new(isNow: true, lane, null);

    /// <summary>There are more than may wait.</summary>
    public static Admission PutBack(long until) => new(isNow: false, null, until);
}
