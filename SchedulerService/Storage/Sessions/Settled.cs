namespace Nudge.SchedulerService.Storage;

/// <summary>The result of writing an outcome.</summary>
internal enum Settled
{
    /// <summary>The reminder was changed meanwhile and stays as it is. An outcome that ended its occurrence is recorded in the history.</summary>
    Stale,

    /// <summary>The outcome was written: the reminder had not changed since it was read.</summary>
    Written,

    /// <summary>Another transaction has locked the reminder and may change it. Nothing was written; the outcome must be settled again.</summary>
    LockConflict,
}
