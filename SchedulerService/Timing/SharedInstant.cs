namespace Nudge.SchedulerService.Timing;

/// <summary>An instant that threads read and change without a lock. Keep it in an array or a field, because a copy is another instant.</summary>
internal struct SharedInstant(Instant value)
{
    private long _milliseconds = value.Milliseconds;

    public readonly Instant Read() => new(Volatile.Read(in _milliseconds));

    public void Write(Instant value) => Volatile.Write(ref _milliseconds, value.Milliseconds);

    /// <summary>Sets the instant and returns the one before.</summary>
    public Instant Exchange(Instant value) => new(Interlocked.Exchange(ref _milliseconds, value.Milliseconds));

    /// <summary>Sets the instant if it still is <paramref name="expected"/>.</summary>
    public void Replace(Instant expected, Instant value) => Interlocked.CompareExchange(ref _milliseconds, value.Milliseconds, expected.Milliseconds);

    /// <summary>Sets the instant to an earlier one. Returns false if the instant is already as early.</summary>
    public bool Lower(Instant to)
    {
        while (true)
        {
            var present = Read();
            if (present <= to)
                return false;
            if (Interlocked.CompareExchange(ref _milliseconds, to.Milliseconds, present.Milliseconds) == present.Milliseconds)
                return true;
        }
    }
}
