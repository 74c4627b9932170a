using NodaTime;
using Superpower;
using static Nudge.BotService.Words.Rules;

namespace Nudge.BotService.Words;

/// <summary>The rules of a language's words that several parts of a time share.</summary>
internal sealed class Vocabulary(Language language)
{
    public const int MaxCount = 9_999_999;

    public Language Language => language;

    public TokenListParser<TokenKind, bool> And { get; } = Phrase(language.And);

    /// <summary>Gets the words before a day, which may be missing.</summary>
    public TokenListParser<TokenKind, bool> On { get; } = Maybe(Phrase(language.On));

    /// <summary>Gets the words before a date, which may be missing.</summary>
    public TokenListParser<TokenKind, bool> OnDate { get; } = Maybe(Phrase([.. language.On, .. language.OnDay]));

    public TokenListParser<TokenKind, Unit> Unit { get; } = Phrases(language.Units);

    public TokenListParser<TokenKind, IsoDayOfWeek> Weekday { get; } = Left(NamesOf(language.Weekdays, number => (IsoDayOfWeek)number), Maybe(Phrase(".")));

    public TokenListParser<TokenKind, int> Month { get; } = NamesOf(language.Months, number => number);

    public TokenListParser<TokenKind, DayPart> DayPart { get; } = Phrases(language.DayParts);

    /// <summary>Gets the parts of the day after "every".</summary>
    public TokenListParser<TokenKind, DayPart> EveryDayPart { get; } = First(Phrases(language.DayParts), Phrases(language.EveryDayParts));

    /// <summary>Gets what follows the number of a day, which may be missing: "th".</summary>
    public TokenListParser<TokenKind, bool> Ending { get; } = Maybe(Phrase([.. language.OrdinalEndings, "."]));

    /// <summary>Gets an ordinal, in digits or in words. The last one is -1.</summary>
    public TokenListParser<TokenKind, int> Ordinal { get; } = First(
        Phrases(NumberWords.Ordinals(language)), Left(Number(1, 31), Phrase([.. language.OrdinalEndings, "."])));

    /// <summary>Gets what follows a number that is a part alone, such as a day: the end of the text, another part, or the text of the reminder.</summary>
    public TokenListParser<TokenKind, bool> PartEnd { get; } = First(End, Phrase([".", "!", "?", ",", .. language.At, .. language.Connectors]));

    /// <summary>Gets a number in words.</summary>
    public TokenListParser<TokenKind, int> Spoken { get; } = Phrases(NumberWords.Cardinals(language));

    /// <summary>Gets a number before a unit, in digits or in words: "a", "two".</summary>
    public TokenListParser<TokenKind, int> Count { get; } = First(Number(0, MaxCount), Phrases(language.Quantities), Phrases(NumberWords.Cardinals(language)));
}
