using NodaTime;
using Superpower;
using static Nudge.BotService.Words.Rules;

namespace Nudge.BotService.Words;

/// <summary>The rules of a language's words that several parts of a time share.</summary>
internal sealed class Vocabulary(Language language)
{
    private const int MaxCount = 9_999_999;

    public Language Language => language;

    public TokenListParser<TokenKind, bool> And { get; } = Phrase(language.And);

    /// <summary>Gets the words before a day, which may be missing.</summary>
    public TokenListParser<TokenKind, bool> On { get; } = Maybe(Phrase(language.On));

    public TokenListParser<TokenKind, Unit> Unit { get; } = Phrases(language.Units);

    public TokenListParser<TokenKind, IsoDayOfWeek> Weekday { get; } = NamesOf(language.Weekdays, number => (IsoDayOfWeek)number);

    public TokenListParser<TokenKind, int> Month { get; } = NamesOf(language.Months, number => number);

    public TokenListParser<TokenKind, DayPart> DayPart { get; } = Phrases(language.DayParts);

    /// <summary>Gets the parts of the day after "every".</summary>
    public TokenListParser<TokenKind, DayPart> EveryDayPart { get; } = First(Phrases(language.DayParts), Phrases(language.EveryDayParts));

    /// <summary>Gets what follows the number of a day, which may be missing: "th".</summary>
    public TokenListParser<TokenKind, bool> Ending { get; } = Maybe(Phrase([.. language.OrdinalEndings, "."]));

    /// <summary>Gets a number, in digits or in words.</summary>
    public TokenListParser<TokenKind, int> Count { get; } = First(Number(0, MaxCount), Phrases(language.Numbers));
}
