using NodaTime;
using NodaTime.Text;
using Superpower;
using static Nudge.BotService.Words.Rules;
using Parser = Superpower.TokenListParser<Nudge.BotService.Words.TokenKind, Nudge.BotService.Words.Repetition>;

namespace Nudge.BotService.Words;

/// <summary>The rules of series: "every 2 weeks on monday".</summary>
internal static class RepetitionRules
{
    private const int LastNth = 4;

    private static readonly IReadOnlyList<IsoDayOfWeek> Workdays = [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];
    private static readonly IReadOnlyList<IsoDayOfWeek> Weekend = [IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday];

    public static TokenListParser<TokenKind, Part> Of(Vocabulary words, TokenListParser<TokenKind, Period> lasting)
    {
        var (language, on, and, weekday) = (words.Language, words.On, words.And, words.Weekday);
        // "monday to friday"
        var range = Then(Left(weekday, Phrase(language.To)), weekday, RangeOf);
        var plural = NamesOf(language.EveryWeekday, number => (IsoDayOfWeek)number);
        var list = First(range, ListOf(First(weekday, plural), and));
        var onDays = Maybe(Right(Phrase(language.On), list), []);
        var dayPartPlural = Phrases(language.DayPartPlurals);
        var everyMonth = Phrase(language.OfEveryMonth);
        var adverb = Phrases(language.Adverbs).Select(iso => Repetition.Of(PeriodPattern.Roundtrip.Parse(iso).Value)!);

        return First(
            Right(Phrase(language.Every), AfterEvery(words, lasting, list, onDays)),
            Right(on, First(range, ListOf(plural, and))).Select(days => new Repetition(Unit.Week) { Weekdays = days }),
            // "tuesday afternoons"
            Then(Right(on, ListOf(weekday, and)), dayPartPlural, (days, part) => new Repetition(Unit.Week) { Weekdays = days, DayPart = part }),
            Right(on, dayPartPlural).Select(part => new Repetition(Unit.Day) { DayPart = part }),
            Phrase(language.WorkdayAdverbs).Select(_ => new Repetition(Unit.Week) { Weekdays = Workdays }),
            Phrase(language.WeekendAdverbs).Select(_ => new Repetition(Unit.Week) { Weekdays = Weekend }),
            Right(words.OnDate, First(NthOf(words, everyMonth), MonthDayOf(words, everyMonth))),
            Then(adverb, onDays, (found, days) => days.Count == 0 ? found : new Repetition(Unit.Week, found.Unit == Unit.Week ? found.Interval : 1) { Weekdays = days }))
            .Select(found => (Part)new Part.Every(found));
    }

    private static Parser AfterEvery(
        Vocabulary words, TokenListParser<TokenKind, Period> lasting, TokenListParser<TokenKind, IReadOnlyList<IsoDayOfWeek>> list, TokenListParser<TokenKind, IReadOnlyList<IsoDayOfWeek>> onDays)
    {
        var (language, count, unit, month, ending) = (words.Language, words.Count, words.Unit, words.Month, words.Ending);
        var other = Phrase(language.Other);
        var interval = First(other.Select(_ => 2), count);
        var weekend = Phrase(language.Weekend);
        var ofTheMonth = Phrase([.. language.OfTheMonth, .. language.OfEveryMonth]);
        var day = Number(1, 31);
        var dayOfMonth = First(words.Ordinal, Right(Maybe(unit.Where(found => found == Unit.Day), Unit.Day), day));
        var dayOfYear = First(
            Then(month, Left(day, ending), (months, days) => new Repetition(Unit.Year) { Month = months, MonthDay = days }),
            Then(Left(day, ending), month, (days, months) => new Repetition(Unit.Year) { Month = months, MonthDay = days }));

        return First(
            Phrase(language.Workdays).Select(_ => new Repetition(Unit.Week) { Weekdays = Workdays }),
            // "every other weekend", "every two weekends"
            Then(Maybe(interval, 1), weekend, (number, _) => new Repetition(Unit.Week, number) { Weekdays = Weekend }),
            // "every other friday", "every other week on monday"
            Then(interval, list, (number, days) => new Repetition(Unit.Week, number) { Weekdays = days }),
            Then(Right(other, unit), onDays, (found, days) => new Repetition(found, 2) { Weekdays = days }),
            // "every 3rd friday", "every last day of the month"
            NthOf(words, Maybe(ofTheMonth)),
            MonthDayOf(words, ofTheMonth),
            Then(Then(count, unit, (number, found) => new Repetition(found, number)), onDays, (found, days) => found with { Weekdays = days }),
            // "every month on the 5th", "every month on day 5", "every year on June 5"
            Right(Right(unit.Where(found => found == Unit.Month), Phrase([.. language.On, .. language.OnDay])), dayOfMonth).Select(nth => new Repetition(Unit.Month) { MonthDay = nth }),
            Right(Right(unit.Where(found => found == Unit.Year), words.OnDate), dayOfYear),
            // "every hour and a half", "every fortnight"
            Existing(Then(unit, Phrases(language.Fractions), (found, fraction) => Repetition.Of(DurationRules.PeriodOf(1, found) + DurationRules.PortionOf(fraction, found)))),
            Existing(Then(lasting, onDays, (period, days) => Repetition.Of(period) is { } found ? found with { Weekdays = days } : null)),
            Then(unit, onDays, (found, days) => new Repetition(days.Count > 0 ? Unit.Week : found) { Weekdays = days }),
            list.Select(days => new Repetition(Unit.Week) { Weekdays = days }),
            words.EveryDayPart.Select(found => new Repetition(Unit.Day) { DayPart = found }),
            dayOfYear);
    }

    private static Parser Existing(TokenListParser<TokenKind, Repetition?> rule) => rule.Where(found => found is not null).Select(found => found!);

    /// <summary>"3rd friday of the month".</summary>
    private static Parser NthOf(Vocabulary words, TokenListParser<TokenKind, bool> ofTheMonth) => Left(
        Then(words.Ordinal.Where(nth => nth <= LastNth), words.Weekday, (nth, day) => new Repetition(Unit.Month) { Nth = nth, Weekdays = [day] }), ofTheMonth);

    /// <summary>"last day of the month", "5th of the month".</summary>
    private static Parser MonthDayOf(Vocabulary words, TokenListParser<TokenKind, bool> ofTheMonth) => Left(
        Left(First(words.Ordinal, Number(1, 31)), Maybe(words.Unit.Where(found => found == Unit.Day), Unit.Day)), ofTheMonth).Select(nth => new Repetition(Unit.Month) { MonthDay = nth });

    private static IReadOnlyList<IsoDayOfWeek> RangeOf(IsoDayOfWeek first, IsoDayOfWeek last) =>
        [.. Enumerable.Range((int)first, (((int)last - (int)first + 7) % 7) + 1).Select(number => (IsoDayOfWeek)(((number - 1) % 7) + 1))];
}
