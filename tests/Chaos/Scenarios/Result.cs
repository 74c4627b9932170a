using Nudge.Chaos.Checking;

namespace Nudge.Chaos.Scenarios;

/// <summary>The result of a scenario.</summary>
/// <param name="Name">The name of the fault.</param>
/// <param name="Rate">The reminders per second that clients ask for.</param>
internal sealed record Result(string Name, int Rate)
{
    /// <summary>The least throughput after a fault that counts as 100 % of the throughput before: the load generator's own clock ticks are not exact.</summary>
    public const double Tolerance = 0.99;

    /// <summary>Gets why the scenario was not run; null when it was.</summary>
    public string? NotRun { get; init; }

    /// <summary>Gets why the scenario could not be measured to its end; null when it could.</summary>
    public string? Failure { get; init; }

    /// <summary>Gets the punctual deliveries per second in the window before the fault.</summary>
    public double Before { get; init; }

    /// <summary>Gets the deliveries per second during the fault.</summary>
    public double During { get; init; }

    /// <summary>Gets the punctual deliveries per second in the window after the recovery.</summary>
    public double After { get; init; }

    /// <summary>Gets the time from the end of the fault until no reminder was late.</summary>
    public TimeSpan Recovery { get; init; }

    /// <summary>Gets the number of reminders that were asked for.</summary>
    public int Requests { get; init; }

    /// <summary>Gets the number of registrations that were repeated because they got no answer.</summary>
    public int Repeats { get; init; }

    /// <summary>Gets the registrations that were refused for good.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    public Verdict? Verdict { get; init; }

    /// <summary>Gets the ratio of the throughputs. More than the rate before is no measure: the load generator then caught up with a delay of its own.</summary>
    public double AfterToBefore => Before == 0 ? 0 : After / Math.Min(Before, Rate);

    /// <summary>Gets whether the scenario ran, the checker found nothing, and the throughput is what it was before.</summary>
    public bool Passed => NotRun is null && Failure is null && Refusals.Count == 0 && Verdict is { IsClean: true } && AfterToBefore >= Tolerance;
}
