namespace Nudge.SchedulerService.Storage;

/// <summary>What became of an outcome that was to be written.</summary>
internal enum Settled
{
    /// <summary>The reminder was changed meanwhile: if its occurrence ended, that is recorded, and the reminder is left as it is.</summary>
    Changed,

    /// <summary>The reminder was still as it was read.</summary>
    Written,

    /// <summary>Somebody holds the reminder in a transaction, and may change it: nothing was written, and it is to be settled again.</summary>
    Held,
}
