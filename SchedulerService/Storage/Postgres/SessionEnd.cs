namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>Whether a session that owns shards has ended, and by what. Its connections share it: with one of them, all are of no more use.</summary>
internal sealed class SessionEnd
{
    private Exception? _cause;

    /// <summary>Null: it has not ended.</summary>
    public Exception? Cause => Volatile.Read(ref _cause);

    /// <summary>The first cause is the one that is kept.</summary>
    public void Because(Exception cause) => Interlocked.CompareExchange(ref _cause, cause, comparand: null);
}
