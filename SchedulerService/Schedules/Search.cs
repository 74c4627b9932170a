namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// Bounds one search in the calendar: how far it looks, and how much work it may take. A step is a date that is checked or an instant that is
/// computed, 20 to 200 ns.
/// </summary>
internal sealed class Search(Instant until, long maxSteps, CancellationToken cancellationToken)
{
    /// <summary>The instants between which schedules are evaluated.</summary>
    public static readonly Instant Min = new(Wall.Min), Max = new(Wall.Max);

    private const long CallerSteps = 250_000;

    private long _steps;

    /// <summary>Gets the last instant of interest.</summary>
    public Instant Until => until;

    /// <summary>Returns a search for a caller, who may ask anything: 250,000 steps, about 20 ms at most.</summary>
    public static Search ForCaller(Instant until, CancellationToken cancellationToken) => new(until, CallerSteps, cancellationToken);

    /// <summary>Returns a search for an accepted reminder. It has no limit, because a limit could end the series.</summary>
    public static Search ForDelivery() => new(Instant.Never, long.MaxValue, CancellationToken.None);

    /// <summary>Counts a step.</summary>
    /// <exception cref="ScheduleFaultException">No step is left.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public void Step()
    {
        _steps++;
        if (_steps > maxSteps)
            throw new ScheduleFaultException($"Finding the instants takes more than {maxSteps} steps.");
        if (_steps % 1024 == 0)
            cancellationToken.ThrowIfCancellationRequested();
    }
}
