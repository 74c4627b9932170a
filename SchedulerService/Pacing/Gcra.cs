namespace Nudge.SchedulerService.Pacing;

/// <summary>
/// The generic cell rate algorithm (ITU-T I.371): a rate and a burst, kept to exactly by one number. Times are timestamps of one monotonic
/// clock.
/// </summary>
/// <param name="interval">From one slot to the next, at least 1.</param>
/// <param name="burst">How many slots may be taken at once after a pause, at least 1.</param>
internal struct Gcra(long interval, int burst)
{
    private readonly long _tolerance = (burst - 1) * interval;

    /// <summary>The theoretical arrival time: when the bucket is full again.</summary>
    private long _fullAt = long.MinValue / 2;

    /// <summary>When the next slot is free, which may be in the past.</summary>
    public readonly long NextAt => _fullAt - _tolerance;

    public readonly bool IsFull(long now) => _fullAt <= now;

    public bool TryTake(long now)
    {
        if (now < NextAt)
            return false;
        _fullAt = Math.Max(_fullAt, now) + interval;
        return true;
    }

    /// <summary>A slot that was taken was not used.</summary>
    public void GiveBack() => _fullAt -= interval;

    /// <summary>As if everything that it may have had by then had been taken: somebody else may have.</summary>
    public void Empty(long at) => _fullAt = Math.Max(_fullAt, at + _tolerance + interval);

    /// <summary>No slot before then, and one then.</summary>
    public void Hold(long until) => _fullAt = Math.Max(_fullAt, until + _tolerance);
}
