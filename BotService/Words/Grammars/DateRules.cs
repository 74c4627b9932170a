using Superpower;
using static Nudge.BotService.Words.Rules;
using DateParser = Superpower.TokenListParser<Nudge.BotService.Words.TokenKind, Nudge.BotService.Words.Part.Date>;

namespace Nudge.BotService.Words;

/// <summary>The rules of dates: "5 June 2027", "5/6", "monday the 5th".</summary>
internal static class DateRules
{
    private const int LastDay = 31;
    private const int LastMonth = 12;

    /// <summary>A smaller number can be an hour: "monday 9".</summary>
    private const int FirstDayAfterHours = 13;

    public static TokenListParser<TokenKind, Part> Of(Vocabulary words)
    {
        var (language, on, ordinal) = (words.Language, words.OnDate, words.Ordinal.Where(number => number > 0));
        var onNeeded = Phrase([.. language.On, .. language.OnDay]);
        var day = Number(1, LastDay);
        var month = Number(1, LastMonth);
        var year = Number(2000, 2199, digits: 4);
        // "27" is a year only directly after the month: "5.6. 10 Uhr" names an hour.
        var shortYear = First(year, Attached(Number(0, 99, digits: 2).Select(number => 2000 + number))).Select(found => (int?)found);
        var weekday = Left(Right(Right(words.On, Maybe(Phrase(language.This))), words.Weekday), Maybe(Phrase(",")));
        var clockMark = First(Phrase([.. language.OClock, .. language.HourMark, .. language.Am, .. language.Pm, ":", "/", "-"]), words.Unit.Select(_ => true));

        // "5.6.", and in German "siebter vierter"
        var dotted = language.OrdinalEndings.Contains(".") ? ordinal : Left(day, Phrase("."));
        var ordinals = Dated(Left(dotted, Maybe(Phrase("/"))), dotted.Where(found => found <= LastMonth), isMonthFirst: false, Maybe(shortYear, null));
        var iso = Then(Left(year, Phrase("-")), Then(Left(month, Phrase("-")), day, (months, days) => (months, days)), (years, found) => new Part.Date(found.days, found.months, years));

        // "5/6/2027". The other order is read when a number is too great for the first.
        DateParser Ordered(string between, bool isMonthFirst) => Dated(
            Left(isMonthFirst ? month : day, Phrase(between)), isMonthFirst ? day : month, isMonthFirst, Maybe(Right(Phrase(between), shortYear), null));
        DateParser Numbers(string between) => First(Ordered(between, language.MonthFirst), Ordered(between, !language.MonthFirst));

        var dayOfWeekday = First(
            Right(on, ordinal), Right(Phrase(language.OnDay), day), If(Number(language.CardinalDays ? 1 : FirstDayAfterHours, LastDay), words.PartEnd));

        return First(
            Right(Right(Maybe(weekday.Select(_ => true)), on), First(Named(words, ordinal, year), iso, ordinals, Numbers("/"))),
            Right(First(Right(weekday, on), onNeeded), Unless(First(Numbers("."), Numbers("-")), clockMark)),
            // "monday the 5th", "monday 21"
            Then(weekday, Unless(dayOfWeekday, clockMark), (found, days) => new Part.Date(days, null, null, found)),
            // "the 5th", "le 5"
            Right(onNeeded, Left(day, Phrase([.. language.OrdinalEndings, "."]))).Select(found => new Part.Date(found, null, null)),
            Right(Phrase(language.OnDay), If(day, words.PartEnd)).Select(found => new Part.Date(found, null, null))).Select(date => (Part)date);
    }

    private static DateParser Dated(TokenListParser<TokenKind, int> first, TokenListParser<TokenKind, int> second, bool isMonthFirst, TokenListParser<TokenKind, int?> year) => Then(
        Then(first, second, (one, other) => isMonthFirst ? (Day: other, Month: one) : (Day: one, Month: other)), year, (found, years) => new Part.Date(found.Day, found.Month, years));

    /// <summary>"5 June 2027", "June 5th, 2027", "2027/Jun/5": the items of a date with the name of its month, in any order.</summary>
    private static DateParser Named(Vocabulary words, TokenListParser<TokenKind, int> ordinal, TokenListParser<TokenKind, int> year)
    {
        var between = words.Language.Between;
        var separator = Maybe(Phrase([",", ".", "-", "/", .. between, .. words.Language.In, .. words.Language.OnDay]));
        var written = First(
            words.Month.Select(found => new Part.Date(0, found, null)),
            year.Select(found => new Part.Date(0, null, found)),
            First(ordinal, Number(1, LastDay)).Select(found => new Part.Date(found, null, null)));
        // "may twenty nine" is a date. "One may ask" has none.
        var item = First(written, words.Spoken.Where(number => number <= LastDay).Select(found => new Part.Date(found, null, null)));
        var next = Right(separator, item);
        var two = Then(words.Language.CardinalDays ? item : written, next, Join);
        DateParser Whole(TokenListParser<TokenKind, Part.Date?> rule) => rule.Where(date => date is { Day: > 0, Month: not null }).Select(date => date!);
        return First(Whole(Then(two, next, (found, last) => found is null ? null : Join(found, last))), Whole(two));
    }

    /// <summary>Returns the items of two parts of a date; null when both name the same item.</summary>
    private static Part.Date? Join(Part.Date one, Part.Date other) =>
        (one.Day > 0 && other.Day > 0) || (one.Month is not null && other.Month is not null) || (one.Year is not null && other.Year is not null)
            ? null : new Part.Date(one.Day + other.Day, one.Month ?? other.Month, one.Year ?? other.Year);
}
