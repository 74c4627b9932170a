using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// How far a shard has been read. A pass reads page after page to the present; the next one starts where it ended. A row may become readable a
/// little after the instant it carries: whoever wrote it names that instant, and should that be lost, the safety net finds it.
/// </summary>
internal sealed class ShardCursor
{
    private long _passFrom = long.MinValue;
    private long _nextPassFrom = long.MaxValue;
    private bool _inPass;

    public ScanPosition Position { get; private set; }

    /// <summary>Starts a pass or goes on with one; what is asked for from before the present position is read by the pass after it.</summary>
    public void Enter(long from)
    {
        if (_inPass)
        {
            if (from < Position.VisibleAt)
                _nextPassFrom = Math.Min(_nextPassFrom, from);
            return;
        }

        _inPass = true;
        Position = ScanPosition.Before(Math.Min(Math.Min(from, _nextPassFrom), _passFrom));
        _nextPassFrom = long.MaxValue;
    }

    /// <summary>A page was read; the pass goes on after its last reminder.</summary>
    public void Advance(ScanPosition position) => Position = position;

    /// <summary>The pass has reached the present.</summary>
    /// <param name="to">The instant before which everything was read.</param>
    /// <returns>Whether another pass is wanted at once.</returns>
    public bool Leave(long to)
    {
        _inPass = false;
        _passFrom = to;
        return _nextPassFrom != long.MaxValue;
    }
}
