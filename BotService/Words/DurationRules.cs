using NodaTime;
using Superpower;
using Superpower.Model;
using static Nudge.BotService.Words.Rules;

namespace Nudge.BotService.Words;

/// <summary>The rules of durations.</summary>
internal static class DurationRules
{
    /// <summary>"an hour and a half", "1 hour and 30 minutes", "1h30m".</summary>
    public static TokenListParser<TokenKind, Period> Of(Vocabulary words)
    {
        var (language, count, unit, and) = (words.Language, words.Count, words.Unit, words.And);
        var andAHalf = Phrase(language.AndAHalf);
        var one = First(
            // "1h30"
            Then(Then(count, Phrase(language.HourMark), (number, _) => number), Number(0, 59, digits: 2), (hours, minutes) => PeriodOf(hours, Unit.Hour) + PeriodOf(minutes, Unit.Minute)),
            Then(Phrase(language.Half), unit, (_, found) => Half(found)),
            Then(Phrase(language.OneAndAHalf), unit, (_, found) => PeriodOf(1, found) + Half(found)),
            Then(Then(count, andAHalf, (number, _) => number), unit, (number, found) => PeriodOf(number, found) + Half(found)),
            Then(Then(Number(0, 9_999_999), First(Phrase("."), Phrase(",")), (number, _) => number), Then(Digit(5), unit, (_, found) => found), (number, found) => PeriodOf(number, found) + Half(found)),
            Then(Then(count, unit, (number, found) => (Number: number, Unit: found)), Maybe(andAHalf), (found, half) => PeriodOf(found.Number, found.Unit) + (half ? Half(found.Unit) : Period.Zero)));
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
                if (Size(next.Value) >= Size(total))
                    return TokenListParserResult.Empty<TokenKind, Period>(input);
                total += next.Value;
                rest = next.Remainder;
            }

            return TokenListParserResult.Value(total, input, rest);
        };
    }

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

    private static Period PeriodOf(int count, Unit unit) => unit switch
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
