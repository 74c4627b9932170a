namespace Nudge.SchedulerService.Schedules;

/// <summary>An RFC 5545 recurrence rule. A list is empty if the rule does not have the part.</summary>
internal sealed record Rule
{
    public required Frequency Frequency { get; init; }

    public int Interval { get; init; } = 1;

    public int? Count { get; init; }

    public RuleUntil? Until { get; init; }

    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    public IReadOnlyList<int> Seconds { get; init; } = [];

    public IReadOnlyList<int> Minutes { get; init; } = [];

    public IReadOnlyList<int> Hours { get; init; } = [];

    public IReadOnlyList<RuleDay> Days { get; init; } = [];

    public IReadOnlyList<int> MonthDays { get; init; } = [];

    public IReadOnlyList<int> YearDays { get; init; } = [];

    public IReadOnlyList<int> WeekNumbers { get; init; } = [];

    public IReadOnlyList<int> Months { get; init; } = [];

    public IReadOnlyList<int> Positions { get; init; } = [];

    /// <summary>Gets whether the rule counts elapsed time rather than days of the wall clock.</summary>
    public bool IsElapsed => Frequency < Frequency.Daily;

    /// <summary>Gets whether the rule has no BY parts.</summary>
    public bool IsPlain =>
        (Seconds.Count, Minutes.Count, Hours.Count, Days.Count, MonthDays.Count) == (0, 0, 0, 0, 0)
        && (YearDays.Count, WeekNumbers.Count, Months.Count, Positions.Count) == (0, 0, 0, 0);
}
