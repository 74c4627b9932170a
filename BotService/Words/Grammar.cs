using NodaTime;
using Superpower;
using Superpower.Model;
using static Nudge.BotService.Words.Rules;
using Parser = Superpower.TokenListParser<Nudge.BotService.Words.TokenKind, Nudge.BotService.Words.Part>;

namespace Nudge.BotService.Words;

/// <summary>The grammar of times. It is the same for all languages; their words differ.</summary>
internal sealed class Grammar
{
    private const int LastHour = 24;
    private const int MaxListed = 9_999;

    private static readonly Dictionary<string, Grammar> Grammars = Language.All.ToDictionary(language => language.Code, language => new Grammar(language));

    private readonly TokenListParser<TokenKind, bool> _comma = Maybe(Phrase(","));

    private Grammar(Language language)
    {
        Language = language;
        Trigger = Phrase(language.RemindMe);
        Connector = Then(_comma, Phrase(language.Connectors), (_, found) => found);
        List = Phrase(language.List);
        OnListed = Then(
            First(
                Phrase(language.Cancel).Select(_ => ListedVerb.Cancel), Phrase(language.Pause).Select(_ => ListedVerb.Pause), Phrase(language.Resume).Select(_ => ListedVerb.Resume)),
            Maybe(Number(0, MaxListed).Select(number => (int?)number), null), (verb, number) => (verb, number));
        Undo = Phrase(language.Undo);
        TimeZone = Phrase(language.TimeZone);

        var and = Phrase(language.And);
        var on = Maybe(Phrase(language.On));
        var at = Phrase(language.At);
        var unit = Phrases(language.Units);
        var weekday = NamesOf(language.Weekdays, number => (IsoDayOfWeek)number);
        var month = NamesOf(language.Months, number => number);
        var dayPart = Phrases(language.DayParts);
        var ending = Maybe(Phrase([.. language.OrdinalEndings, "."]));
        var count = First(Number(0, 9_999_999), Phrases(language.Numbers));

        var period = Durations(language, count, unit, and);
        Lasting = period;
        var clock = Clocks(language, at, count, dayPart);
        var day = Days(language, on, weekday, month, ending);

        Settings = Then(
            Phrase(language.Settings),
            Maybe(Then(First(dayPart, Phrases(language.EveryDayParts)), clock.Where(part => part is Part.Clock), (found, time) => ((DayPart, LocalTime)?)(found, ((Part.Clock)time).Time)), null), (_, set) => set);

        Part = First(
            Repetitions(language, on, and, count, unit, weekday, month, dayPart, ending),
            Then(Phrase(language.Until), First(day, month.Select(number => (Part)new Part.Date(0, number, null))), (_, until) => (Part)new Part.Until(until)),
            Then(Phrase(language.In), period, (_, found) => (Part)new Part.After(found)),
            Then(period, Phrase(language.FromNow), (found, _) => (Part)new Part.After(found)),
            clock,
            day,
            Phrases(language.DayPartsToday).Select(found => (Part)new Part.PartOfDay(found, IsToday: true)),
            dayPart.Select(found => (Part)new Part.PartOfDay(found, IsToday: false)));
    }

    public Language Language { get; }

    /// <summary>Gets the words that start a request: "remind me".</summary>
    public TokenListParser<TokenKind, bool> Trigger { get; }

    public TokenListParser<TokenKind, bool> List { get; }

    /// <summary>Gets what a person does with a reminder of the list, and its number; null without one.</summary>
    public TokenListParser<TokenKind, (ListedVerb Verb, int? Number)> OnListed { get; }

    public TokenListParser<TokenKind, bool> Undo { get; }

    /// <summary>Gets the words that show the settings, or set the time of a part of the day.</summary>
    public TokenListParser<TokenKind, (DayPart Part, LocalTime Time)?> Settings { get; }

    /// <summary>Gets the words before the name of a time zone.</summary>
    public TokenListParser<TokenKind, bool> TimeZone { get; }

    /// <summary>Gets the words between a time and the text.</summary>
    public TokenListParser<TokenKind, bool> Connector { get; }

    /// <summary>Gets the rule of a duration: "1h 30m".</summary>
    public TokenListParser<TokenKind, Period> Lasting { get; }

    private Parser Part { get; }

    public static Grammar Of(Language language) => Grammars[language.Code];

    public static IReadOnlyCollection<Grammar> All => Grammars.Values;

    /// <summary>Reads as many parts as there are at the start of the tokens. No two parts have the same kind.</summary>
    public (IReadOnlyList<Part> Parts, TokenList<TokenKind> Remainder) Read(TokenList<TokenKind> tokens)
    {
        var parts = new List<Part>();
        while (true)
        {
            var next = Part(parts.Count == 0 ? tokens : _comma(tokens).Remainder);
            if (!next.HasValue || parts.Exists(part => part.GetType() == next.Value.GetType()))
                return (parts, tokens);
            parts.Add(next.Value);
            tokens = next.Remainder;
        }
    }

    /// <summary>"an hour and a half", "1 hour and 30 minutes", "1h30m".</summary>
    private static TokenListParser<TokenKind, Period> Durations(
        Language language, TokenListParser<TokenKind, int> count, TokenListParser<TokenKind, Unit> unit, TokenListParser<TokenKind, bool> and)
    {
        var andAHalf = Phrase(language.AndAHalf);
        var one = First(
            // "1h30"
            Then(Then(count, Phrase(language.HourMark), (number, _) => number), Number(0, 59, digits: 2), (hours, minutes) => Of(hours, Unit.Hour) + Of(minutes, Unit.Minute)),
            Then(Phrase(language.Half), unit, (_, found) => Half(found)),
            Then(Phrase(language.OneAndAHalf), unit, (_, found) => Of(1, found) + Half(found)),
            Then(Then(count, andAHalf, (number, _) => number), unit, (number, found) => Of(number, found) + Half(found)),
            Then(Then(Number(0, 9_999_999), First(Phrase("."), Phrase(",")), (number, _) => number), Then(Digit(5), unit, (_, found) => found), (number, found) => Of(number, found) + Half(found)),
            Then(Then(count, unit, (number, found) => (Number: number, Unit: found)), Maybe(andAHalf), (found, half) => Of(found.Number, found.Unit) + (half ? Half(found.Unit) : Period.Zero)));
        var separator = Maybe(and);

        return input =>
        {
            var found = one(input);
            if (!found.HasValue)
                return found;

            var total = found.Value;
            var rest = found.Remainder;
            while (Then(separator, one, (_, next) => next)(rest) is { HasValue: true } next)
            {
                // "5 minutes 2 hours" is no duration. A person who writes it means something else.
                if (!IsSmaller(next.Value, total))
                    return TokenListParserResult.Empty<TokenKind, Period>(input);
                total += next.Value;
                rest = next.Remainder;
            }

            return TokenListParserResult.Value(total, input, rest);
        };
    }

    private static Parser Clocks(Language language, TokenListParser<TokenKind, bool> at, TokenListParser<TokenKind, int> count, TokenListParser<TokenKind, DayPart> dayPart)
    {
        var hour = Number(0, LastHour);
        var spokenHour = First(hour, count.Where(number => number <= 12));
        var minute = Number(0, 59, digits: 2);
        var colon = Phrase(":");
        var dot = Phrase(".");
        var half = First(Phrase(language.Am).Select(_ => (bool?)false), Phrase(language.Pm).Select(_ => (bool?)true));
        var maybeHalf = Maybe(half, null);
        var oClock = Phrase(language.OClock);
        var mark = Phrase(language.HourMark);

        Parser Time(TokenListParser<TokenKind, (int Hour, int Minute)> time, TokenListParser<TokenKind, bool?> suffix) => Then(time, suffix, ClockOf).Where(part => part is not null).Select(part => part!);

        var written = Then(Then(hour, colon, (found, _) => found), minute, (found, minutes) => (found, minutes));
        var dotted = Then(Then(hour, dot, (found, _) => found), minute, (found, minutes) => (found, minutes));
        var marked = Then(Then(hour, mark, (found, _) => found), Maybe(minute, 0), (found, minutes) => (found, minutes));
        var spoken = First(
            Then(Phrase(language.HalfPast), spokenHour, (_, found) => (found, 30)),
            Then(Phrase(language.HalfTo), spokenHour, (_, found) => (found - 1, 30)),
            Then(Phrase(language.QuarterPast), spokenHour, (_, found) => (found, 15)),
            Then(Phrase(language.QuarterTo), spokenHour, (_, found) => (found - 1, 45)));
        var full = spokenHour.Select(found => (found, 0));
        var uhr = Then(Then(full, oClock, (found, _) => found), Maybe(minute, 0), (found, minutes) => (found.found, minutes));

        var withoutAt = First(
            Time(spoken, maybeHalf),
            Time(written, Then(Maybe(oClock), maybeHalf, (_, found) => found)),
            Time(dotted, First(half, Then(oClock, maybeHalf, (_, found) => found))),
            Time(uhr, maybeHalf),
            Time(marked, maybeHalf),
            Time(full, half));
        // A number alone is a time only after "at".
        var bare = Unless(First(Time(dotted, maybeHalf), Time(full, maybeHalf)), First(Phrases(language.Units).Select(_ => true), Phrase(["/", "%", "€", "$", ":"])));
        return First(Then(at, First(withoutAt, bare, dayPart.Where(part => part is DayPart.Noon or DayPart.Midnight).Select(part => (Part)new Part.PartOfDay(part, IsToday: false))), (_, time) => time), withoutAt);
    }

    private static Part? ClockOf((int Hour, int Minute) time, bool? isAfternoon)
    {
        var (hour, minute) = time;
        if (hour < 0)
            hour += 12;
        if (isAfternoon is not null && hour is < 1 or > 24)
            return null;
        if (isAfternoon == true && hour < 12)
            hour += 12;
        if (isAfternoon == false && hour == 12)
            hour = 0;
        var isExact = isAfternoon is not null || hour is 0 or > 12;
        return hour > 24 || (hour == 24 && minute > 0) ? null : new Part.Clock(new LocalTime(hour % 24, minute), isExact);
    }

    private static Parser Days(
        Language language, TokenListParser<TokenKind, bool> on, TokenListParser<TokenKind, IsoDayOfWeek> weekday, TokenListParser<TokenKind, int> month, TokenListParser<TokenKind, bool> ending)
    {
        var next = Phrase(language.Next);
        var nextAfter = Maybe(Phrase(language.NextAfter));
        var thisOne = Maybe(Phrase(language.This));
        var unit = Phrases(language.Units).Where(found => found > Unit.Day);
        var year = Number(2000, 2199, digits: 4);
        var dayNumber = Number(1, 31);
        var monthNumber = Number(1, 12);
        var comma = Maybe(Phrase(","));
        var maybeYear = Maybe(Then(comma, year, (_, found) => (int?)found), null);
        var between = Maybe(Phrase(language.Between));
        var dash = Phrase("-");
        var slash = Phrase("/");
        var dot = Phrase(".");

        var numbers = language.MonthFirst
            ? Then(Then(monthNumber, slash, (found, _) => found), dayNumber, (first, second) => (Day: second, Month: first))
            : Then(Then(dayNumber, slash, (found, _) => found), monthNumber, (first, second) => (Day: first, Month: second));

        return First(
            Phrase(language.TheWeekend).Select(_ => (Part)new Part.Weekday(IsoDayOfWeek.Saturday, IsNext: false)),
            Then(on, Phrases(language.Days), (_, days) => (Part)new Part.DaysAhead(days)),
            Then(on, Then(next, weekday, (_, day) => (Part)new Part.Weekday(day, IsNext: true)), (_, part) => part),
            Then(on, Then(next, unit, (_, found) => (Part)new Part.NextUnit(found)), (_, part) => part),
            Then(on, Then(unit, Phrase(language.NextAfter), (found, _) => (Part)new Part.NextUnit(found)), (_, part) => part),
            Then(Then(on, thisOne, (_, found) => found), Then(weekday, nextAfter, (day, isNext) => (Part)new Part.Weekday(day, isNext)), (_, part) => part),
            // 2027-06-05
            Then(on, Then(Then(year, dash, (found, _) => found), Then(Then(monthNumber, dash, (found, _) => found), dayNumber, (months, days) => (months, days)), (years, found) => (Part)new Part.Date(found.days, found.months, years)), (_, part) => part),
            // 5 June 2027, 5. Juni, the 5th of June
            Then(on, Then(Then(dayNumber, Then(ending, between, (_, _) => true), (days, _) => days), Then(month, maybeYear, (months, years) => (months, years)), (days, found) => (Part)new Part.Date(days, found.months, found.years)), (_, part) => part),
            // June 5th, 2027
            Then(on, Then(Then(month, dayNumber, (months, days) => (months, days)), Then(ending, maybeYear, (_, years) => years), (found, years) => (Part)new Part.Date(found.days, found.months, years)), (_, part) => part),
            // 5.6.2027, 5.6.
            Then(on, Then(Then(Then(dayNumber, dot, (found, _) => found), Then(monthNumber, dot, (found, _) => found), (days, months) => (days, months)), Maybe(year.Select(found => (int?)found), null), (found, years) => (Part)new Part.Date(found.days, found.months, years)), (_, part) => part),
            // 5/6/2027
            Then(on, Then(numbers, Maybe(Then(slash, year, (_, found) => (int?)found), null), (found, years) => (Part)new Part.Date(found.Day, found.Month, years)), (_, part) => part),
            // the 5th
            Then(Phrase(language.On), Then(dayNumber, Phrase([.. language.OrdinalEndings, "."]), (days, _) => (Part)new Part.Date(days, null, null)), (_, part) => part));
    }

    private static Parser Repetitions(
        Language language, TokenListParser<TokenKind, bool> on, TokenListParser<TokenKind, bool> and, TokenListParser<TokenKind, int> count, TokenListParser<TokenKind, Unit> unit,
        TokenListParser<TokenKind, IsoDayOfWeek> weekday, TokenListParser<TokenKind, int> month, TokenListParser<TokenKind, DayPart> dayPart, TokenListParser<TokenKind, bool> ending)
    {
        IReadOnlyList<IsoDayOfWeek> workdays = [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];
        var every = Phrase(language.Every);
        var other = Phrase(language.Other);
        var ordinal = First(Phrases(language.Ordinals), Then(Number(1, 31), Phrase([.. language.OrdinalEndings, "."]), (number, _) => number));
        var dayUnit = unit.Where(found => found == Unit.Day);
        var ofTheMonth = Phrase(language.OfTheMonth);

        // "monday to friday"
        var range = Then(Then(weekday, Phrase(language.To), (first, _) => first), weekday, RangeOf);
        var list = First(range, ListOf(weekday, and));
        var plurals = ListOf(NamesOf(language.EveryWeekday, number => (IsoDayOfWeek)number), and);
        var onDays = Maybe(Then(Phrase(language.On), list, (_, days) => days), []);

        var afterEvery = First(
            Phrase(language.Workdays).Select(_ => new Repetition(Unit.Week) { Weekdays = workdays }),
            Phrase(language.Weekend).Select(_ => new Repetition(Unit.Week) { Weekdays = [IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday] }),
            // "every other friday", "every other week on monday"
            Then(other, list, (_, days) => new Repetition(Unit.Week, 2) { Weekdays = days }),
            Then(Then(other, unit, (_, found) => found), onDays, (found, days) => new Repetition(found, 2) { Weekdays = days }),
            // "every 3rd friday", "every last day of the month"
            Then(Then(ordinal, weekday, (nth, day) => (Nth: nth, Day: day)).Where(found => found.Nth <= 4), Maybe(ofTheMonth), (found, _) => new Repetition(Unit.Month) { Nth = found.Nth, Weekdays = [found.Day] }),
            Then(Then(ordinal, Maybe(dayUnit, Unit.Day), (nth, _) => nth), ofTheMonth, (nth, _) => new Repetition(Unit.Month) { MonthDay = nth }),
            Then(Then(count, unit, (number, found) => new Repetition(found, number)), onDays, (found, days) => found with { Weekdays = days }),
            // "every month on the 5th"
            Then(unit.Where(found => found == Unit.Month), Then(Phrase(language.On), ordinal, (_, nth) => nth), (_, nth) => new Repetition(Unit.Month) { MonthDay = nth }),
            Then(unit, onDays, (found, days) => new Repetition(days.Count > 0 ? Unit.Week : found) { Weekdays = days }),
            list.Select(days => new Repetition(Unit.Week) { Weekdays = days }),
            First(dayPart, Phrases(language.EveryDayParts)).Select(found => new Repetition(Unit.Day) { DayPart = found }),
            Then(Then(month, Number(1, 31), (months, days) => (months, days)), ending, (found, _) => new Repetition(Unit.Year) { Month = found.months, MonthDay = found.days }),
            Then(Then(Number(1, 31), ending, (days, _) => days), month, (days, months) => new Repetition(Unit.Year) { Month = months, MonthDay = days }));

        return First(
            Then(every, afterEvery, (_, found) => found),
            Then(on, range, (_, days) => new Repetition(Unit.Week) { Weekdays = days }),
            Then(on, plurals, (_, days) => new Repetition(Unit.Week) { Weekdays = days }),
            Phrase(language.WorkdayAdverbs).Select(_ => new Repetition(Unit.Week) { Weekdays = workdays }),
            Then(Phrases(language.Adverbs), onDays, (found, days) => new Repetition(days.Count > 0 ? Unit.Week : found) { Weekdays = days })).Select(found => (Part)new Part.Every(found));
    }

    private static IReadOnlyList<IsoDayOfWeek> RangeOf(IsoDayOfWeek first, IsoDayOfWeek last) =>
        [.. Enumerable.Range((int)first, (((int)last - (int)first + 7) % 7) + 1).Select(number => (IsoDayOfWeek)(((number - 1) % 7) + 1))];

    private static bool IsSmaller(Period next, Period total) => Size(next) < Size(total);

    /// <summary>Returns the smallest unit of a period, as a number that grows with the unit.</summary>
    private static int Size(Period period) => period switch
    {
        { Seconds: not 0 } => 1,
        { Minutes: not 0 } => 2,
        { Hours: not 0 } => 3,
        { Days: not 0 } => 4,
        { Weeks: not 0 } => 5,
        { Months: not 0 } => 6,
        _ => 7,
    };

    private static Period Of(int count, Unit unit) => unit switch
    {
        Unit.Second => Period.FromSeconds(count),
        Unit.Minute => Period.FromMinutes(count),
        Unit.Hour => Period.FromHours(count),
        Unit.Day => Period.FromDays(count),
        Unit.Week => Period.FromWeeks(count),
        Unit.Month => Period.FromMonths(count),
        _ => Period.FromYears(count),
    };

    private static Period Half(Unit unit) => unit switch
    {
        Unit.Minute => Period.FromSeconds(30),
        Unit.Hour => Period.FromMinutes(30),
        Unit.Day => Period.FromHours(12),
        Unit.Week => Period.FromHours(84),
        Unit.Month => Period.FromDays(15),
        Unit.Year => Period.FromMonths(6),
        _ => Period.Zero,
    };
}
