using NodaTime;

namespace Nudge.BotService.Words;

/// <summary>Finds what the parts of a time mean now. What can mean two things is asked about.</summary>
/// <param name="now">The person's local time.</param>
/// <param name="times">When the parts of the day are, for the person.</param>
internal sealed class Planner(LocalDateTime now, DayTimes times)
{
    /// <summary>Hours up to this one, without a half of the day, are asked about when another day is meant: "tomorrow at 3".</summary>
    private const int LastUncertainHour = 6;

    /// <summary>Earlier hours in the evening or at night are after midnight.</summary>
    private const int FirstMorningHour = 5;

    private readonly Days _days = new(now.Date);

    private LocalDate Today => now.Date;

    /// <summary>Returns the plan.</summary>
    /// <returns>Null when the parts are no time together, such as "at 9 in 10 minutes".</returns>
    public Plan? Of(IReadOnlyList<Part> parts)
    {
        if (Find<Part.Every>(parts) is { } every)
            return parts.Any(part => part is Part.After or Part.DaysAhead or Part.Weekday or Part.NextUnit or Part.Shifted) ? null : SeriesOf(every.Repetition, parts);
        if (parts.Any(part => part is Part.Until))
            return null;
        if (Find<Part.After>(parts) is { } after)
            return AfterOf(after.Period, parts);
        return parts.Count == 0 ? null : OnceOf(parts);
    }

    /// <summary>Returns the plan of a duration from now. Other parts name a time of the day, or a weekday.</summary>
    private Plan? AfterOf(Period period, IReadOnlyList<Part> parts)
    {
        if (parts.Count > 1)
            return period.HasTimeComponent ? null : OnceOf(parts);
        return period is { Months: 0, Years: 0 } ? new Plan.In(period.ToDuration()) : new Plan.On(now + period);
    }

    /// <summary>Returns the plan of a day and a time. A day that is today, and has no time, is later today.</summary>
    private Plan? OnceOf(IReadOnlyList<Part> parts)
    {
        var days = parts.Where(part => part is not (Part.Clock or Part.PartOfDay)).ToList();
        if (days.Count == 0)
            return TimeAlone(parts);
        var found = _days.Of(days);
        var plan = found.Aggregate((Plan?)null, (other, day) => Choice(other, AtTimesOf(day, parts)));
        var isTodayAlone = days.Count == parts.Count && found is [var only] && only == Today;
        return isTodayAlone && (plan is Plan.Past || days is [Part.DaysAhead]) ? LaterToday() : plan;
    }

    /// <summary>Returns the plan of a day, at the time that the parts name; without one, in the morning.</summary>
    private Plan AtTimesOf(LocalDate day, IReadOnlyList<Part> parts)
    {
        var part = Find<Part.PartOfDay>(parts)?.DayPart;
        var clock = Find<Part.Clock>(parts);
        if (part == DayPart.Midnight && clock is null)
            return At(day.PlusDays(1).AtMidnight());
        if (clock is null)
            return At(day + times.Of(part ?? DayPart.Morning));
        if (part is { } named)
            return At((IsAfterMidnight(clock.Time, named) ? day.PlusDays(1) : day) + InPart(clock.Time, named));
        if (clock.IsExact)
            return At(day + clock.Time);
        if (day == Today)
            return Later(day + clock.Time, day + clock.Time.PlusHours(12));
        return clock.Time.Hour <= LastUncertainHour ? Choice(At(day + clock.Time), At(day + clock.Time.PlusHours(12)))! : At(day + clock.Time);
    }

    /// <summary>Returns the plan of a time without a day: today if it is still to come, otherwise tomorrow.</summary>
    private Plan? TimeAlone(IReadOnlyList<Part> parts)
    {
        var part = Find<Part.PartOfDay>(parts);
        if (Find<Part.Clock>(parts) is not { } clock)
            return part is { IsToday: true } || AtTimesOf(Today, parts) is Plan.On ? AtTimesOf(Today, parts) : AtTimesOf(Today.PlusDays(1), parts);

        var time = part is null ? clock.Time : InPart(clock.Time, part.DayPart);
        var today = Today + time;
        if (today > now)
            return new Plan.On(today);
        var tomorrow = part is { IsToday: true } && !IsAfterMidnight(clock.Time, part.DayPart) ? new Plan.Past(today) : (Plan)new Plan.On(today.PlusDays(1));
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
            var start = clock is null ? now.With(TimeAdjusters.TruncateToMinute) + repetition.Period : TimeAlone(parts) is Plan.On on ? on.Time : Today.PlusDays(1) + clock.Time;
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
        _ => _days.Of([day]) is [var first, ..] ? first.PlusDays(1).AtMidnight().PlusSeconds(-1) : null,
    };

    /// <summary>Returns the time in a part of the day: 9 in the evening is 21:00, and 12 is midnight.</summary>
    private static LocalTime InPart(LocalTime time, DayPart part) => part switch
    {
        DayPart.Morning or DayPart.Midnight => time,
        _ when IsAfterMidnight(time, part) => time.Hour == 12 ? time.PlusHours(12) : time,
        _ => time.Hour < 12 ? time.PlusHours(12) : time,
    };

    private static bool IsAfterMidnight(LocalTime time, DayPart part) => part is DayPart.Evening or DayPart.Night && time.Hour is < FirstMorningHour or 12;

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
