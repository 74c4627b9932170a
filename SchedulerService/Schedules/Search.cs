namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// How far one question to the calendar looks, and how much work it may take. A step is a day that is looked at or an instant that is
/// computed, 20 to 200 ns.
/// </summary>
/// <param name="until">Instants after this one are of no interest: milliseconds since 1970 in UTC.</param>
/// <param name="maxSteps">How many steps it may take.</param>
/// <param name="cancellationToken">Ends the search.</param>
internal sealed class Search(long until, long maxSteps, CancellationToken cancellationToken)
{
    private const long CallerSteps = 250_000;

    private long _steps;

    public long Until => until;

    /// <summary>A search for a caller, who may ask anything: some 20 ms at most.</summary>
    public static Search ForCaller(long until, CancellationToken cancellationToken) => new(until, CallerSteps, cancellationToken);

    /// <summary>A search for a reminder that was accepted. No bound in steps may end its series.</summary>
    public static Search ForDelivery() => new(long.MaxValue, long.MaxValue, CancellationToken.None);

    /// <exception cref="ScheduleFaultException">No step is left.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public void Step()
    {
        _steps++;
        if (_steps > maxSteps)
            throw new ScheduleFaultException($"Finding its instants takes more than {maxSteps} steps.");
        if (_steps % 1024 == 0)
            cancellationToken.ThrowIfCancellationRequested();
    }
}
