using NodaTime;
using Superpower;
using static Nudge.BotService.Words.Rules;
using Parser = Superpower.TokenListParser<Nudge.BotService.Words.TokenKind, Nudge.BotService.Words.Part>;

namespace Nudge.BotService.Words;

/// <summary>The rules of days and dates: "tomorrow", "next friday", "5 June 2027".</summary>
internal static class DayRules
{
    public static Parser Of(Vocabulary words)
    {
        var (language, on, weekday, month, ending) = (words.Language, words.On, words.Weekday, words.Month, words.Ending);
        var next = Phrase(language.Next);
        var nextAfter = Maybe(Phrase(language.NextAfter));
        var thisOne = Maybe(Phrase(language.This));
        var unit = words.Unit.Where(found => found > Unit.Day);
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
}
