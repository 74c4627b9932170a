namespace Nudge.AppHost;

/// <summary>Decides when a crashed process restarts: at once, then with backoff, and not at all after too many crashes in a minute.</summary>
/// <param name="limit">The number of crashes in a minute after which the process is not restarted.</param>
internal sealed class CrashHistory(int limit)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>A process that ran this long has started properly, so its next crash is a first one.</summary>
    private static readonly TimeSpan ProperRun = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(10);

    private readonly Queue<DateTimeOffset> _recent = [];
    private int _shortRuns;

    /// <summary>Notes a crash.</summary>
    /// <param name="at">When the process ended.</param>
    /// <param name="ranFor">How long it ran.</param>
    /// <returns>How long to wait before the restart; null when the process is not restarted.</returns>
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
