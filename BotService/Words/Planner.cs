using NodaTime;

namespace Nudge.BotService.Words;

/// <summary>Finds what the parts of a time mean now. What can mean two things is asked about.</summary>
/// <param name="now">The person's local time.</param>
/// <param name="times">When the parts of the day are, for the person.</param>
internal sealed class Planner(LocalDateTime now, DayTimes times)
{
    /// <summary>Hours up to this one, without a half of the day, are asked about when another day is meant: "tomorrow at 3".</summary>
    private const int LastUncertainHour = 6;

    /// <summary>The longest time ahead. The scheduler takes much less, and says so.</summary>
    private const int MaxYears = 1_000;

    private LocalDate Today => now.Date;

    /// <summary>Returns the plan.</summary>
    /// <returns>Null when the parts are no time together, such as "at 9 in 10 minutes".</returns>
    public Plan? Of(IReadOnlyList<Part> parts)
    {
        if (Find<Part.Every>(parts) is { } every)
            return parts.Any(part => part is Part.After or Part.DaysAhead or Part.Weekday or Part.NextUnit) ? null : SeriesOf(every.Repetition, parts);
        if (parts.Any(part => part is Part.Until))
            return null;
        if (Find<Part.After>(parts) is { } after)
            return AfterOf(after.Period, parts);
        return parts.Count == 0 ? null : OnceOf(parts);
    }

    private Plan? AfterOf(Period period, IReadOnlyList<Part> parts)
    {
        // The calendar ends in the year 9999.
        if (period.Years + (period.Months / 12) + (period.Weeks / 52) + (period.Days / 365) > MaxYears)
            return null;

        var days = now.Date.PlusYears(period.Years).PlusMonths(period.Months).PlusWeeks(period.Weeks).PlusDays(period.Days);
        if (parts.Count > 1)
            return period.HasTimeComponent || parts.Any(part => part is not (Part.After or Part.Clock or Part.PartOfDay)) ? null : AtTimesOf(days, parts, isToday: false);
        if (period is { Months: 0, Years: 0 })
            return new Plan.In(period.ToDuration());
        return new Plan.On(days + now.TimeOfDay);
    }

    private Plan? OnceOf(IReadOnlyList<Part> parts)
    {
        var days = parts.Where(part => part is Part.DaysAhead or Part.Weekday or Part.NextUnit or Part.Date).OrderBy(part => part is Part.Weekday ? 0 : 1).ToList();
        var hasTime = parts.Any(part => part is Part.Clock or Part.PartOfDay);
        switch (days)
        {
            case []:
                return TimeAlone(parts);
            case [Part.DaysAhead { Days: 0 }]:
                return hasTime ? AtTimesOf(Today, parts, isToday: true) : LaterToday();
            case [Part.DaysAhead { Days: var ahead }]:
                return AtTimesOf(Today.PlusDays(ahead), parts, isToday: false);
            case [Part.NextUnit { Unit: var unit }]:
                return AtTimesOf(unit switch { Unit.Week => Today.PlusWeeks(1), Unit.Month => Today.PlusMonths(1), _ => Today.PlusYears(1) }, parts, isToday: false);
            case [Part.Weekday weekday]:
                return WeekdayOf(weekday, parts);
            case [Part.Date date]:
                return DateOf(date, parts);
            // "next week on monday"
            case [Part.Weekday weekday, Part.NextUnit { Unit: Unit.Week }]:
                return AtTimesOf(Today.With(DateAdjusters.Next(IsoDayOfWeek.Monday)).With(DateAdjusters.NextOrSame(weekday.Day)), parts, isToday: false);
            // "friday, 5 june"
            case [Part.Weekday, Part.Date date]:
                return DateOf(date, parts);
            default:
                return null;
        }
    }

    private Plan? WeekdayOf(Part.Weekday weekday, IReadOnlyList<Part> parts)
    {
        var coming = Today.With(DateAdjusters.NextOrSame(weekday.Day));
        if (coming == Today)
        {
            // "friday" on a Friday: this one while it is still to come, or the next one.
            var inAWeek = AtTimesOf(Today.PlusWeeks(1), parts, isToday: false);
            return weekday.IsNext || AtTimesOf(Today, parts, isToday: true) is not { } today || today is Plan.Past ? inAWeek : Choice(today, inAWeek);
        }

        // "next friday" on a Monday: in four days, or in eleven.
        var isInThisWeek = coming < Today.With(DateAdjusters.Next(IsoDayOfWeek.Monday));
        var first = AtTimesOf(coming, parts, isToday: false);
        return weekday.IsNext && isInThisWeek ? Choice(first, AtTimesOf(coming.PlusWeeks(1), parts, isToday: false)) : first;
    }

    private Plan? DateOf(Part.Date date, IReadOnlyList<Part> parts) => ComingDate(date) switch
    {
        null => null,
        var day when day < Today => new Plan.Past(day.Value.AtMidnight()),
        { } day => AtTimesOf(day, parts, isToday: day == Today),
    };

    /// <summary>Finds the date: without a year or month, the next one that exists.</summary>
    private LocalDate? ComingDate(Part.Date date)
    {
        if (date is { Year: { } year, Month: { } month })
            return DateOrNull(year, month, date.Day);
        var candidates = date.Month is { } inMonth
            ? Enumerable.Range(Today.Year, 9).Select(inYear => DateOrNull(inYear, inMonth, date.Day))
            : Enumerable.Range(0, 12).Select(months => Today.With(DateAdjusters.StartOfMonth).PlusMonths(months)).Select(start => DateOrNull(start.Year, start.Month, date.Day));
        return candidates.FirstOrDefault(day => day >= Today);
    }

    private static LocalDate? DateOrNull(int year, int month, int day) => day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month) ? new LocalDate(year, month, day) : null;

    /// <summary>Returns the plan of a day, at the time that the parts name; without one, in the morning.</summary>
    private Plan? AtTimesOf(LocalDate day, IReadOnlyList<Part> parts, bool isToday)
    {
        var part = Find<Part.PartOfDay>(parts)?.DayPart;
        var clock = Find<Part.Clock>(parts);
        if (part == DayPart.Midnight && clock is null)
            return At(day.PlusDays(1).AtMidnight());
        if (clock is null)
            return At(day + times.Of(part ?? DayPart.Morning));
        if (part is { } named)
            return At(day + InPart(clock.Time, named));
        if (clock.IsExact)
            return At(day + clock.Time);
        if (isToday)
            return Later(day + clock.Time, day + clock.Time.PlusHours(12));
        return clock.Time.Hour <= LastUncertainHour ? Choice(At(day + clock.Time), At(day + clock.Time.PlusHours(12))) : At(day + clock.Time);
    }

    /// <summary>Returns the plan of a time without a day: today if it is still to come, otherwise tomorrow.</summary>
    private Plan? TimeAlone(IReadOnlyList<Part> parts)
    {
        var part = Find<Part.PartOfDay>(parts);
        if (Find<Part.Clock>(parts) is not { } clock)
            return part is { IsToday: true } || AtTimesOf(Today, parts, isToday: true) is Plan.On ? AtTimesOf(Today, parts, isToday: true) : AtTimesOf(Today.PlusDays(1), parts, isToday: false);

        var time = part is null ? clock.Time : InPart(clock.Time, part.DayPart);
        var today = Today + time;
        if (today > now)
            return new Plan.On(today);
        var tomorrow = part is { IsToday: true } ? new Plan.Past(today) : (Plan)new Plan.On(today.PlusDays(1));
        var tonight = today.PlusHours(12);
        // "at 9" in the evening: 21:00 today, or 9:00 tomorrow.
        return clock.IsExact || part is not null || tonight.Date != Today || tonight <= now ? tomorrow : Choice(new Plan.On(tonight), tomorrow);
    }

    private Plan? LaterToday()
    {
        var choices = new[] { DayPart.Noon, DayPart.Afternoon, DayPart.Evening, DayPart.Night }.Select(part => Today + times.Of(part)).Where(time => time > now).Select(time => (Plan)new Plan.On(time)).ToList();
        return choices switch { [] => new Plan.Past(Today + times.Night), [var only] => only, _ => new Plan.Ask(choices) };
    }

    private Plan? SeriesOf(Repetition repetition, IReadOnlyList<Part> parts)
    {
        var clock = Find<Part.Clock>(parts);
        LocalDateTime? until = null;
        if (Find<Part.Until>(parts) is { } end)
        {
            if (EndOf(end.Day) is not { } found)
                return null;
            until = found;
        }

        if (repetition.Unit < Unit.Day)
        {
            // The first one after an interval, or at the time that the parts name.
            var start = clock is null ? now.With(TimeAdjusters.TruncateToMinute) + Of(repetition) : TimeAlone(parts) is Plan.On on ? on.Time : Today.PlusDays(1) + clock.Time;
            return new Plan.Series(repetition, start, until);
        }

        var part = repetition.DayPart ?? Find<Part.PartOfDay>(parts)?.DayPart;
        var time = clock is null ? times.Of(part ?? DayPart.Morning) : part is { } named ? InPart(clock.Time, named) : clock.Time;
        var plan = new Plan.Series(repetition with { DayPart = null }, StartOf(repetition, time), until);
        return clock is { IsExact: false } && part is null && time.Hour <= LastUncertainHour
            ? Choice(plan, plan with { Start = StartOf(repetition, time.PlusHours(12)) })
            : plan;
    }

    /// <summary>Finds the first day of a series. The scheduler finds the days that its rule selects after that one.</summary>
    private LocalDateTime StartOf(Repetition repetition, LocalTime time)
    {
        var first = Today + time > now ? Today : Today.PlusDays(1);
        // An interval of weeks counts from the week of the start.
        if (repetition is { Unit: Unit.Week, Weekdays.Count: > 0 })
            first = Enumerable.Range(0, 7).Select(first.PlusDays).First(day => repetition.Weekdays.Contains(day.DayOfWeek));
        return first + time;
    }

    private LocalDateTime? EndOf(Part day) => day switch
    {
        // "until june": before June begins.
        Part.Date { Day: 0, Month: { } month } date => new LocalDate(date.Year ?? (month > Today.Month ? Today.Year : Today.Year + 1), month, 1).AtMidnight().PlusSeconds(-1),
        Part.Date date => EndOfDay(ComingDate(date)),
        Part.DaysAhead ahead => EndOfDay(Today.PlusDays(ahead.Days)),
        Part.Weekday weekday => EndOfDay(Today.With(DateAdjusters.NextOrSame(weekday.Day))),
        Part.NextUnit { Unit: Unit.Week } => EndOfDay(Today.PlusWeeks(1)),
        Part.NextUnit { Unit: Unit.Month } => EndOfDay(Today.PlusMonths(1)),
        Part.NextUnit => EndOfDay(Today.PlusYears(1)),
        _ => null,
    };

    private static LocalDateTime? EndOfDay(LocalDate? day) => day?.PlusDays(1).AtMidnight().PlusSeconds(-1);

    private static Period Of(Repetition repetition) => repetition.Unit switch
    {
        Unit.Second => Period.FromSeconds(repetition.Interval),
        Unit.Minute => Period.FromMinutes(repetition.Interval),
        _ => Period.FromHours(repetition.Interval),
    };

    /// <summary>Returns the time in a part of the day: 9 in the evening is 21:00.</summary>
    private static LocalTime InPart(LocalTime time, DayPart part) => part switch
    {
        DayPart.Morning => time,
        DayPart.Night when time.Hour is < 5 or 12 => time.Hour == 12 ? time.PlusHours(12) : time,
        DayPart.Midnight => time,
        _ => time.Hour < 12 ? time.PlusHours(12) : time,
    };

    private Plan At(LocalDateTime time) => time > now ? new Plan.On(time) : new Plan.Past(time);

    private Plan Later(LocalDateTime morning, LocalDateTime afternoon) => morning > now ? new Plan.On(morning) : At(afternoon);

    private static Plan? Choice(Plan? one, Plan? other)
    {
        if (one is null || other is null)
            return one ?? other;
        var choices = new[] { one, other }.SelectMany(plan => plan is Plan.Ask ask ? ask.Choices : [plan]).Where(plan => plan is not Plan.Past).ToList();
        return choices switch { [] => one, [var only] => only, _ => new Plan.Ask(choices) };
    }

    private static T? Find<T>(IReadOnlyList<Part> parts)
        where T : Part => parts.OfType<T>().FirstOrDefault();
}
