namespace Nudge.TeamsEmulator.Limits;

/// <summary>When calls were let through, as far back as the limits look: exact, in any stretch of time. Its caller locks.</summary>
public sealed class SlidingLog(IReadOnlyList<Limit> limits)
{
    private readonly int _most = limits.Max(limit => limit.Count);
    private readonly List<DateTimeOffset> _calls = [];

    /// <summary>How long a call has to wait; zero or less: it may go.</summary>
    public TimeSpan Wait(DateTimeOffset now) => limits
        .Select(limit => _calls.Count < limit.Count ? TimeSpan.Zero : _calls[^limit.Count] + limit.Window - now)
        .Max();

    public void Add(DateTimeOffset now)
    {
        _calls.Add(now);
        // Not at every call: what is in front moves.
        if (_calls.Count > 2 * _most)
            _calls.RemoveRange(0, _calls.Count - _most);
    }
}
