using NodaTime;
using NodaTime.Text;
using Superpower;
using Superpower.Model;
using static Nudge.BotService.Words.Rules;

namespace Nudge.BotService.Words;

/// <summary>The rules of durations.</summary>
internal static class DurationRules
{
    private const int LastHalved = 12;

    /// <summary>A day after a longer duration may be none: NodaTime's calendar ends in the year 9999.</summary>
    private const long MostDays = 1_000 * 365;

    /// <summary>"an hour and a half", "1 hour and 30 minutes", "1h30m", "a fortnight".</summary>
    public static TokenListParser<TokenKind, Period> Of(Vocabulary words)
    {
        var (language, count, unit, and) = (words.Language, words.Count, words.Unit, words.And);
        var fraction = Phrases(language.Fractions);
        var span = Phrases(language.Spans).Select(iso => PeriodPattern.Roundtrip.Parse(iso).Value);
        var halved = Phrases(NumberWords.Cardinals(language).Where(pair => pair.Key <= LastHalved)
            .ToDictionary(pair => pair.Key, pair => pair.Value.SelectMany(word => language.AndAHalf.Select(form => form.Replace("{0}", word, StringComparison.Ordinal))).ToArray()));
        var one = First(
            // "1h30"
            Then(Left(count, Phrase(language.HourMark)), Number(0, 59, digits: 2), (hours, minutes) => PeriodOf(hours, Unit.Hour) + PeriodOf(minutes, Unit.Minute)),
            Right(Phrase(language.Half), unit).Select(found => PortionOf(0.5m, found)),
            span,
            Then(count, span, Times),
            Then(First(Phrase(language.OneAndAHalf).Select(_ => 1), halved), unit, (number, found) => PeriodOf(number, found) + PortionOf(0.5m, found)),
            Then(Then(count, fraction, (number, part) => (number, part)), unit, (found, unit) => PeriodOf(found.number, unit) + PortionOf(found.part, unit)),
            // "2.5 hours"
            Then(
                Then(Left(Number(0, Vocabulary.MaxCount), Phrase(".", ",")), Decimals, (number, part) => (number, part)), unit,
                (found, unit) => PeriodOf(found.number, unit) + PortionOf(found.part, unit)),
            Then(Then(count, unit, (number, found) => (Number: number, Unit: found)), Maybe(fraction, 0), (found, part) => PeriodOf(found.Number, found.Unit) + PortionOf(part, found.Unit)));
        var separator = Maybe(and);

        return input =>
        {
            var found = one(input);
            if (!found.HasValue)
                return found;

            var total = found.Value;
            var rest = found.Remainder;
            while (Right(separator, one)(rest) is { HasValue: true } next)
            {
                // "5 minutes 2 hours" is no duration. A person who writes it means something else.
                if (Size(next.Value) >= Size(total))
                    return TokenListParserResult.Empty<TokenKind, Period>(input);
                total += next.Value;
                rest = next.Remainder;
            }

            return (total.Years * 365L) + (total.Months * 30L) + (total.Weeks * 7L) + total.Days > MostDays
                ? TokenListParserResult.Empty<TokenKind, Period>(input)
                : TokenListParserResult.Value(total, input, rest);
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

    public static Period PeriodOf(int count, Unit unit) => unit switch
    {
        Unit.Second => Period.FromSeconds(count),
        Unit.Minute => Period.FromMinutes(count),
        Unit.Hour => Period.FromHours(count),
        Unit.Day => Period.FromDays(count),
        Unit.Week => Period.FromWeeks(count),
        Unit.Month => Period.FromMonths(count),
        _ => Period.FromYears(count),
    };

    private static Period Times(int count, Period span) => new PeriodBuilder
    {
        Months = count * span.Months,
        Weeks = count * span.Weeks,
        Minutes = count * span.Minutes,
    }.Build();

    /// <summary>Returns a fraction of a unit. A month has 30 days.</summary>
    public static Period PortionOf(decimal fraction, Unit unit) => unit switch
    {
        Unit.Year => Period.FromMonths((int)(fraction * 12)),
        Unit.Month => Period.FromDays((int)(fraction * 30)),
        _ => Period.FromSeconds((long)(fraction * (decimal)PeriodOf(1, unit).ToDuration().TotalSeconds)).Normalize(),
    };
}
