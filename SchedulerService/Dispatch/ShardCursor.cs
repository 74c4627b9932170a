using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// The read position in a shard. A pass reads page after page up to the present. The next pass starts where the last one ended. A row may become
/// readable slightly after the instant that it carries. Its writer announces that instant; if the notice is lost, the safety net finds the row.
/// </summary>
internal sealed class ShardCursor
{
    private Instant _passFrom = Instant.Earliest;
    private Instant _nextPassFrom = Instant.Never;
    private bool _inPass;

    /// <summary>Gets the position after which the next page is read.</summary>
    public ScanPosition Position { get; private set; }

    /// <summary>Starts a pass or continues the current one. An instant before the current position is left to the next pass.</summary>
    public void Enter(Instant from)
    {
        if (_inPass)
        {
            if (from < Position.VisibleAt)
                _nextPassFrom = Instant.Min(_nextPassFrom, from);
            return;
        }

        _inPass = true;
        Position = ScanPosition.Before(Instant.Min(Instant.Min(from, _nextPassFrom), _passFrom));
        _nextPassFrom = Instant.Never;
    }

    /// <summary>Continues the pass after the last reminder of a page.</summary>
    public void Advance(ScanPosition position) => Position = position;

    /// <summary>Ends a pass that has reached the present.</summary>
    /// <param name="to">The instant before which everything was read.</param>
    /// <returns>True when another pass is needed at once.</returns>
    public bool Leave(Instant to)
    {
        _inPass = false;
        _passFrom = to;
        return _nextPassFrom != Instant.Never;
    }
}
