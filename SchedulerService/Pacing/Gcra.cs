namespace Nudge.SchedulerService.Pacing;

/// <summary>
/// The generic cell rate algorithm (ITU-T I.371). It keeps exactly to a rate and a burst, with one number as its state. Times are timestamps of one
/// monotonic clock.
/// </summary>
/// <param name="interval">The time from one slot to the next, at least 1.</param>
/// <param name="burst">The number of slots that may be taken at once after a pause, at least 1.</param>
internal struct Gcra(long interval, int burst)
{
    private readonly long _tolerance = (burst - 1) * interval;

    /// <summary>The theoretical arrival time: when the bucket is full again.</summary>
    private long _fullAt = long.MinValue / 2;

    /// <summary>Gets the time at which the next slot is free. It may be in the past.</summary>
    public readonly long NextAt => _fullAt - _tolerance;

    /// <summary>Returns whether the whole burst is available.</summary>
    public readonly bool IsFull(long now) => _fullAt <= now;

    /// <summary>Takes a slot if one is free.</summary>
    public bool TryTake(long now)
    {
        if (now < NextAt)
            return false;
        _fullAt = Math.Max(_fullAt, now) + interval;
        return true;
    }

    /// <summary>Returns a slot that was taken and not used.</summary>
    public void GiveBack() => _fullAt -= interval;

    /// <summary>Takes every slot up to <paramref name="at"/>, because the previous owner may have used them.</summary>
    public void Empty(long at) => _fullAt = Math.Max(_fullAt, at + _tolerance + interval);

    /// <summary>Permits no slot before <paramref name="until"/>, and one at that time.</summary>
    public void Hold(long until) => _fullAt = Math.Max(_fullAt, until + _tolerance);
}
