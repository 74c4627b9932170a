using NodaTime;

namespace Nudge.BotService.Words;

/// <summary>Finds the days that the parts of a time can mean.</summary>
internal sealed class Days(LocalDate today)
{
    private const int MonthsToSearch = 60;
    private const int YearsToSearch = 9;

    /// <summary>Returns the days, the soonest first; none when the parts are no day together.</summary>
    public IReadOnlyList<LocalDate> Of(IReadOnlyList<Part> parts) => parts.OrderBy(Rank).ToList() switch
    {
        [var only] => Of(only),
        // "monday in two weeks", "next week on monday"
        [Part.Weekday weekday, (Part.After or Part.Shifted or Part.NextUnit { Unit: Unit.Week }) and var week] =>
            [.. Of(week).Select(day => day.PlusDays(weekday.Day - day.DayOfWeek)).Where(day => day >= today)],
        // "friday, 5 june"
        [Part.Weekday, Part.Date date] => Existing(Coming(date)),
        // "the 15th of next month"
        [Part.Date { Month: null } date, Part.NextUnit { Unit: Unit.Month }] => Existing(DateOrNull(today.PlusMonths(1), date.Day)),
        // "today in a week"
        [Part.DaysAhead ahead, Part.After after] => [today.PlusDays(ahead.Days) + after.Period],
        _ => [],
    };

    private IReadOnlyList<LocalDate> Of(Part part) => part switch
    {
        Part.DaysAhead ahead => [today.PlusDays(ahead.Days)],
        Part.After after => [today + after.Period],
        Part.NextUnit { Unit: var unit } => [unit switch { Unit.Week => today.PlusWeeks(1), Unit.Month => today.PlusMonths(1), _ => today.PlusYears(1) }],
        Part.Weekday weekday => Of(weekday),
        Part.Date date => Existing(Coming(date)),
        Part.Shifted shifted => [.. Of(shifted.Day).Select(day => day + shifted.Period)],
        _ => [],
    };

    private IReadOnlyList<LocalDate> Of(Part.Weekday weekday)
    {
        var coming = today.With(DateAdjusters.NextOrSame(weekday.Day));
        var isInThisWeek = coming < today.With(DateAdjusters.Next(IsoDayOfWeek.Monday));
        return (coming == today, weekday.IsNext) switch
        {
            // "friday" on a Friday: this one, or the next one.
            (true, false) => [today, today.PlusWeeks(1)],
            (true, true) => [today.PlusWeeks(1)],
            // "next friday" on a Monday: in four days, or in eleven.
            (false, true) when isInThisWeek => [coming, coming.PlusWeeks(1)],
            _ => [coming],
        };
    }

    /// <summary>Finds the date: without a year or month, the next one that exists.</summary>
    private LocalDate? Coming(Part.Date date)
    {
        if (date is { Year: { } year, Month: { } month })
            return DateOrNull(new LocalDate(year, month, 1), date.Day);
        var candidates = date.Month is { } inMonth
            ? Enumerable.Range(today.Year, YearsToSearch).Select(inYear => DateOrNull(new LocalDate(inYear, inMonth, 1), date.Day))
            : Enumerable.Range(0, MonthsToSearch).Select(months => DateOrNull(today.With(DateAdjusters.StartOfMonth).PlusMonths(months), date.Day));
        return candidates.FirstOrDefault(day => day >= today && (date.DayOfWeek is null || day?.DayOfWeek == date.DayOfWeek));
    }

    private static IReadOnlyList<LocalDate> Existing(LocalDate? day) => day is { } found ? [found] : [];

    private static LocalDate? DateOrNull(LocalDate inMonth, int day) =>
        day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(inMonth.Year, inMonth.Month) ? new LocalDate(inMonth.Year, inMonth.Month, day) : null;

    private static int Rank(Part part) => part switch { Part.Weekday => 0, Part.Date or Part.DaysAhead => 1, _ => 2 };
}
