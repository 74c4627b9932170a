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

    /// <summary>Gets the interval of a series of hours, minutes or seconds.</summary>
    public Period Period => Unit switch
    {
        Unit.Second => Period.FromSeconds(Interval),
        Unit.Minute => Period.FromMinutes(Interval),
        _ => Period.FromHours(Interval),
    };

    /// <summary>Returns the series with an interval.</summary>
    /// <returns>Null when the interval has units that no other unit replaces, such as a month and a day.</returns>
    public static Repetition? Of(Period interval) => interval switch
    {
        { HasTimeComponent: false, Days: 0, Weeks: 0, Months: 0, Years: > 0 and var years } => new(Unit.Year, years),
        { HasTimeComponent: false, Days: 0, Weeks: 0, Years: 0, Months: > 0 and var months } => new(Unit.Month, months),
        { HasTimeComponent: false, Days: 0, Months: 0, Years: 0, Weeks: > 0 and var weeks } => new(Unit.Week, weeks),
        { HasTimeComponent: false, Weeks: 0, Months: 0, Years: 0, Days: > 0 and var days } => new(Unit.Day, days),
        { HasDateComponent: false, Seconds: > 0 } => new(Unit.Second, (int)interval.ToDuration().TotalSeconds),
        { HasDateComponent: false, Minutes: > 0 } => new(Unit.Minute, (int)interval.ToDuration().TotalMinutes),
        { HasDateComponent: false, Hours: > 0 and var hours } => new(Unit.Hour, (int)hours),
        _ => null,
    };

    public bool Equals(Repetition? other) => other is not null
        && (Unit, Interval, Nth, MonthDay, Month, DayPart) == (other.Unit, other.Interval, other.Nth, other.MonthDay, other.Month, other.DayPart) && Weekdays.SequenceEqual(other.Weekdays);

    public override int GetHashCode() => HashCode.Combine(Unit, Interval, Nth, MonthDay, Month, DayPart, Weekdays.Count);
}
