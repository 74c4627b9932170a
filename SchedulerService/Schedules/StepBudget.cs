namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// Bounds the search for the next instant of a rule finer than a day. Days, hours and minutes that are skipped whole count as one step each,
/// so that a second of a Monday, the 29th of February, is 15,000 of them away; all of them take some 10 ms.
/// </summary>
internal sealed class StepBudget
{
    private const int MaxSteps = 100_000;

    private int _steps;

    /// <exception cref="ScheduleFaultException">None is left.</exception>
    public void Take()
    {
        if (++_steps > MaxSteps)
            throw new ScheduleFaultException($"The rule needs more than {MaxSteps} steps to find its next instant.");
    }

    /// <summary>One was found: the search for the next begins.</summary>
    public void Renew() => _steps = 0;
}
