using NodaTime;
using Superpower;
using static Nudge.BotService.Words.Rules;

namespace Nudge.BotService.Words;

/// <summary>The rules of days that count from another day: "two weeks after June 5", "the day before friday".</summary>
internal static class ShiftedRules
{
    public static TokenListParser<TokenKind, Part> Of(Vocabulary words, TokenListParser<TokenKind, Period> lasting, TokenListParser<TokenKind, Part> day)
    {
        var language = words.Language;
        var one = Then(Phrase(language.OnDay), words.Unit, (_, unit) => DurationRules.PeriodOf(1, unit));
        var days = First(Right(Maybe(Phrase(language.In)), lasting), one).Where(period => !period.HasTimeComponent);
        var sign = First(Phrase(language.After).Select(_ => true), Phrase(language.Before).Select(_ => false));
        return Then(Then(days, sign, (period, isAfter) => isAfter ? period : -period), day, (period, from) => (Part)new Part.Shifted(period, from));
    }
}
