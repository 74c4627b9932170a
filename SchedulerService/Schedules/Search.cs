namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// Bounds one search in the calendar: how far it looks, and how much work it may take. A step is a date that is checked or an instant that is
/// computed, 20 to 200 ns.
/// </summary>
/// <param name="until">The last instant of interest, in milliseconds since 1970 in UTC.</param>
/// <param name="maxSteps">The maximum number of steps.</param>
/// <param name="cancellationToken">Cancels the search.</param>
internal sealed class Search(long until, long maxSteps, CancellationToken cancellationToken)
{
    private const long CallerSteps = 250_000;

    private long _steps;

    /// <summary>Gets the last instant of interest, in milliseconds since 1970 in UTC.</summary>
    public long Until => until;

    /// <summary>Returns a search for a caller, who may ask anything: 250,000 steps, about 20 ms at most.</summary>
    public static Search ForCaller(long until, CancellationToken cancellationToken) => new(until, CallerSteps, cancellationToken);

    /// <summary>Returns a search for an accepted reminder. It has no limit, because a limit could end the series.</summary>
    public static Search ForDelivery() => new(long.MaxValue, long.MaxValue, CancellationToken.None);

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
