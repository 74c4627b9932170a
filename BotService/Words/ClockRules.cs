using NodaTime;
using Superpower;
using static Nudge.BotService.Words.Rules;
using Parser = Superpower.TokenListParser<Nudge.BotService.Words.TokenKind, Nudge.BotService.Words.Part>;

namespace Nudge.BotService.Words;

/// <summary>The rules of times of the day: "at 9", "half past nine", "21h15".</summary>
internal static class ClockRules
{
    private const int LastHour = 24;

    public static Parser Of(Vocabulary words)
    {
        var (language, count, dayPart) = (words.Language, words.Count, words.DayPart);
        var at = Phrase(language.At);
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
        var withOClock = Then(Then(full, oClock, (found, _) => found), Maybe(minute, 0), (found, minutes) => (found.found, minutes));

        var withoutAt = First(
            Time(spoken, maybeHalf),
            Time(written, Then(Maybe(oClock), maybeHalf, (_, found) => found)),
            Time(dotted, First(half, Then(oClock, maybeHalf, (_, found) => found))),
            Time(withOClock, maybeHalf),
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
}
