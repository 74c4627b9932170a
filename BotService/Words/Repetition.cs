using NodaTime;

namespace Nudge.BotService.Words;

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
