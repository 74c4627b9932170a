using NodaTime;
using Superpower;
using static Nudge.BotService.Words.Rules;
using Parser = Superpower.TokenListParser<Nudge.BotService.Words.TokenKind, Nudge.BotService.Words.Part>;

namespace Nudge.BotService.Words;

/// <summary>The rules of days: "tomorrow", "next friday", "monday the 5th".</summary>
internal static class DayRules
{
    public static Parser Of(Vocabulary words)
    {
        var (language, on, weekday) = (words.Language, words.On, words.Weekday);
        var next = Phrase(language.Next);
        var nextAfter = Phrase(language.NextAfter);
        var unit = words.Unit.Where(found => found > Unit.Day);
        var nextUnit = First(Right(next, unit), Left(unit, nextAfter)).Select(found => (Part)new Part.NextUnit(found));
        var thisDay = Right(Maybe(Phrase(language.This)), weekday);

        return First(
            DateRules.Of(words),
            Phrase(language.TheWeekend).Select(_ => (Part)new Part.Weekday(IsoDayOfWeek.Saturday, IsNext: false)),
            Right(on, Phrases(language.Days)).Select(days => (Part)new Part.DaysAhead(days)),
            // "the 5th of next month", "mardi de la semaine prochaine"
            Right(Right(Maybe(Phrase(language.Between)), on), nextUnit),
            Right(Right(on, next), weekday).Select(day => (Part)new Part.Weekday(day, IsNext: true)),
            // "monday week"
            Left(Right(on, thisDay), Phrase(language.InAWeek)).Select(day => (Part)new Part.Shifted(Period.FromWeeks(1), new Part.Weekday(day, IsNext: false))),
            Right(on, Then(thisDay, Maybe(nextAfter), (day, isNext) => (Part)new Part.Weekday(day, isNext))));
    }
}
