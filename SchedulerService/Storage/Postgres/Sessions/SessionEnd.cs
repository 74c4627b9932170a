namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>
/// Records the end of a session that owns shards, and its cause. The connections of the session share it, so that the end of one ends all.
/// </summary>
internal sealed class SessionEnd
{
    private Exception? _cause;

    /// <summary>Gets the cause of the end; null while the session lives.</summary>
    public Exception? Cause => Volatile.Read(ref _cause);

    /// <summary>Ends the session. The first cause is kept.</summary>
    public void End(Exception cause) => Interlocked.CompareExchange(ref _cause, cause, comparand: null);
}
