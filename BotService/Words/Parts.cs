using NodaTime;

namespace Nudge.BotService.Words;

/// <summary>A unit of time.</summary>
internal enum Unit
{
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// <summary>A part of the day.</summary>
internal enum DayPart
{
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,
    Midnight,
}

/// <summary>A part of a time, as a person says it: "tomorrow", "at 9".</summary>
internal abstract record Part
{
    private Part()
    {
    }

    /// <summary>"in 10 minutes", "in 2 days".</summary>
    internal sealed record After(Period Period) : Part;

    /// <summary>"at 9", "9:30 pm", "noon".</summary>
    /// <param name="Time">The time as said. For "at 9" it is 9:00.</param>
    /// <param name="IsExact">False when the other half of the day can be meant.</param>
    internal sealed record Clock(LocalTime Time, bool IsExact) : Part;

    /// <summary>"in the morning", "tonight".</summary>
    internal sealed record PartOfDay(DayPart DayPart, bool IsToday) : Part;

    /// <summary>"today", "tomorrow".</summary>
    internal sealed record DaysAhead(int Days) : Part;

    /// <summary>"friday", "next friday".</summary>
    internal sealed record Weekday(IsoDayOfWeek Day, bool IsNext) : Part;

    /// <summary>"next week".</summary>
    internal sealed record NextUnit(Unit Unit) : Part;

    /// <summary>"5 June", "the 5th".</summary>
    internal sealed record Date(int Day, int? Month, int? Year) : Part;

    /// <summary>"every 2 weeks on monday".</summary>
    internal sealed record Every(Repetition Repetition) : Part;

    /// <summary>"until june".</summary>
    internal sealed record Until(Part Day) : Part;
}

/// <summary>How a series repeats.</summary>
/// <param name="Unit">The unit of the interval.</param>
/// <param name="Interval">The number of units between two occurrences.</param>
internal sealed record Repetition(Unit Unit, int Interval = 1)
{
    /// <summary>Gets the days of the week; empty for any.</summary>
    public IReadOnlyList<IsoDayOfWeek> Weekdays { get; init; } = [];

    /// <summary>Gets which of the month's weekdays: 3 is the third, -1 the last; null for each.</summary>
    public int? Nth { get; init; }

    /// <summary>Gets the day of the month; -1 is the last; null for any.</summary>
    public int? MonthDay { get; init; }

    /// <summary>Gets the month of a yearly series.</summary>
    public int? Month { get; init; }

    /// <summary>Gets the part of the day that the words name.</summary>
    public DayPart? DayPart { get; init; }

    public bool Equals(Repetition? other) => other is not null
        && (Unit, Interval, Nth, MonthDay, Month, DayPart) == (other.Unit, other.Interval, other.Nth, other.MonthDay, other.Month, other.DayPart) && Weekdays.SequenceEqual(other.Weekdays);

    public override int GetHashCode() => HashCode.Combine(Unit, Interval, Nth, MonthDay, Month, DayPart, Weekdays.Count);
}
