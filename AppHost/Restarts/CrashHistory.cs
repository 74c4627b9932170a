namespace Nudge.AppHost;

/// <summary>Decides when a crashed process restarts: at once, then with backoff, and not at all after too many crashes in a minute.</summary>
/// <param name="limit">The number of crashes in a minute after which the process is not restarted.</param>
internal sealed class CrashHistory(int limit)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>A crash after a run of at least this time resets the backoff: the process had started properly.</summary>
    private static readonly TimeSpan ProperRun = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(10);

    private readonly Queue<DateTimeOffset> _recent = [];
    private int _shortRuns;

    /// <summary>Records a crash.</summary>
    /// <param name="at">The instant at which the process ended.</param>
    /// <param name="ranFor">The time that the process ran.</param>
    /// <returns>The wait before the restart, 0 to 10 seconds; null when the process is not restarted.</returns>
    public TimeSpan? Note(DateTimeOffset at, TimeSpan ranFor)
    {
        while (_recent.TryPeek(out var oldest) && at - oldest > Window)
            _recent.Dequeue();
        _recent.Enqueue(at);
        if (_recent.Count >= limit)
            return null;

        _shortRuns = ranFor < ProperRun ? _shortRuns + 1 : 0;
        if (_shortRuns == 0)
            return TimeSpan.Zero;

        var backoff = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(_shortRuns - 1, 10)));
        return backoff < MaxBackoff ? backoff : MaxBackoff;
    }
}
