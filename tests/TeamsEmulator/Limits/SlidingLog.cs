namespace Nudge.TeamsEmulator.Limits;

/// <summary>Keeps the times of calls that were let through, as far back as the limits look. It is exact in any window. The caller locks.</summary>
public sealed class SlidingLog(IReadOnlyList<Limit> limits)
{
    private readonly int _most = limits.Max(limit => limit.Count);
    private readonly List<DateTimeOffset> _calls = [];

    /// <summary>Returns how long a call must wait; zero or less when it may go now.</summary>
    public TimeSpan Wait(DateTimeOffset now) => limits
        .Select(limit => _calls.Count < limit.Count ? TimeSpan.Zero : _calls[^limit.Count] + limit.Window - now)
        .Max();

    public void Add(DateTimeOffset now)
    {
        _calls.Add(now);
        // Not at every call, because removing from the front moves all other entries.
        if (_calls.Count > 2 * _most)
            _calls.RemoveRange(0, _calls.Count - _most);
    }
}
