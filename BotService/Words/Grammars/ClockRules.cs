using Superpower;
using static Nudge.BotService.Words.Rules;
using Parser = Superpower.TokenListParser<Nudge.BotService.Words.TokenKind, Nudge.BotService.Words.Part>;
using Time = Superpower.TokenListParser<Nudge.BotService.Words.TokenKind, Nudge.BotService.Words.ClockReading>;

namespace Nudge.BotService.Words;

/// <summary>The rules of times of the day: "at 9", "half past nine", "21h15".</summary>
internal static class ClockRules
{
    private const int LastHour = 24;

    /// <summary>Returns the rule of times, and the rule of times that follow a day: "tomorrow 9".</summary>
    public static (Parser Time, Parser AfterDay) Of(Vocabulary words)
    {
        var (language, spoken) = (words.Language, words.Spoken);
        var at = Phrase(language.At);
        var oClock = Phrase(language.OClock);
        var half = First(Phrase(language.Am).Select(_ => (bool?)false), Phrase(language.Pm).Select(_ => (bool?)true));
        var halfNeeded = Right(Maybe(oClock), half);
        var halfAllowed = Right(Maybe(oClock), Maybe(half, null));
        var halfAttached = Attached(First(Phrase(language.AmMark).Select(_ => (bool?)false), Phrase(language.PmMark).Select(_ => (bool?)true)));

        var digits = Number(0, LastHour);
        var hour = First(digits, spoken.Where(number => number <= LastHour));
        // "à une heure": a quantity is an hour only before a mark.
        var markedHour = Left(First(digits, words.Count.Where(number => number <= LastHour)), First(Phrase(language.HourMark), oClock));
        var minute = Number(0, 59, digits: 2);
        var minuteUnit = Maybe(words.Unit.Where(found => found == Unit.Minute).Select(_ => true));
        var minutes = Left(First(Number(1, 59), spoken.Where(number => number < 60)), minuteUnit);
        var spokenMinute = Left(spoken.Where(number => number is >= 10 and < 60), minuteUnit);
        var minutesAfter = First(Phrases(language.AfterHour), Right(Maybe(words.And), Left(minute, minuteUnit)), spokenMinute, Right(words.And, minutes), Right(Phrase(language.Minus), minutes).Select(found => -found));

        var full = hour.Select(found => new ClockReading(found));
        var seconds = Maybe(Right(Phrase(":"), minute), 0);
        var written = Then(Then(Left(digits, Phrase(":")), minute, (found, after) => new ClockReading(found, after)), seconds, (time, found) => time with { Seconds = found });
        var dotted = Then(Left(digits, Phrase(".")), minute, (found, after) => new ClockReading(found, after));
        var fourDigits = Number(0, 2359, digits: 4).Where(number => number % 100 < 60).Select(number => new ClockReading(number / 100, number % 100));
        // "neuf heures et quart", "9 Uhr 30"
        var marked = Then(markedHour, Maybe(minutesAfter, 0), (found, after) => new ClockReading(found, after));
        // "midi et demi"
        var noonOrMidnight = words.DayPart.Where(part => part is DayPart.Noon or DayPart.Midnight);
        var afterNoon = Then(noonOrMidnight, Phrases(language.AfterHour), (part, after) => new ClockReading(part == DayPart.Noon ? 12 : 0, after));
        // "nine thirty"
        var inWords = Then(Left(spoken.Where(number => number <= LastHour), Maybe(Phrase("-"))), spokenMinute, (found, after) => new ClockReading(found, after));
        // "half past nine", "ten past nine", "fünf vor halb neun"
        var withPhrase = Then(Phrases(language.BeforeHour), hour, (before, found) => new ClockReading(found, before));
        var past = Then(Left(minutes, Phrase(language.MinutesPast)), First(withPhrase, full), (after, time) => time.Plus(after));
        // "9 to 12" is a range more often than a time.
        var to = Then(Left(minutes.Where(number => number % 5 == 0), Phrase(language.MinutesTo)), First(withPhrase, full), (before, time) => time.Plus(-before));

        var withoutAt = First(
            ClockOf(First(withPhrase, past, written, afterNoon), halfAllowed),
            ClockOf(dotted, First(halfNeeded, oClock.Select(_ => (bool?)null))),
            ClockOf(marked, Maybe(half, null)),
            ClockOf(First(inWords, full, fourDigits), halfNeeded));
        // A number alone is a time only after "at".
        var bare = Unless(ClockOf(First(to, dotted, inWords, fourDigits, full), halfAllowed), First(words.Unit.Select(_ => true), Phrase(["/", "%", "€", "$", ":"])));
        var noon = noonOrMidnight.Select(part => (Part)new Part.PartOfDay(part, IsToday: false));
        var afterAt = First(ClockOf(First(written, full), halfAttached), withoutAt, bare, noon);
        return (First(Right(at, afterAt), withoutAt), If(bare, words.PartEnd));
    }

    private static Parser ClockOf(Time time, TokenListParser<TokenKind, bool?> half) =>
        Then(time, half, (found, isAfternoon) => found.ToClock(isAfternoon)).Where(part => part is not null).Select(part => part!);
}
