using NodaTime;
using Nudge.Teams;
using Superpower;
using Superpower.Model;
using static Nudge.BotService.Words.Rules;
using Parser = Superpower.TokenListParser<Nudge.BotService.Words.TokenKind, Nudge.BotService.Words.Part>;

namespace Nudge.BotService.Words;

/// <summary>The grammar of times. It is the same for all languages; their words differ.</summary>
internal sealed class Grammar
{
    private const int MaxListed = 9_999;

    private static readonly Dictionary<string, Grammar> Grammars = Language.All.ToDictionary(language => language.Code, language => new Grammar(language));

    private readonly TokenListParser<TokenKind, bool> _comma = Maybe(Phrase(","));

    private Grammar(Language language)
    {
        Language = language;
        Trigger = First(Phrase(language.RemindMe).Select(_ => Whom.Self), Phrase(language.RemindUs).Select(_ => (Whom)new Whom.Everyone()));
        TriggerOther = Phrase(language.RemindOther);
        Connector = Then(_comma, Phrase(language.Connectors), (_, found) => found);
        List = Phrase(language.List);
        OnListed = Then(
            First(
                Phrase(language.Cancel).Select(_ => ListedVerb.Cancel), Phrase(language.Pause).Select(_ => ListedVerb.Pause), Phrase(language.Resume).Select(_ => ListedVerb.Resume)),
            Maybe(Number(0, MaxListed).Select(number => (int?)number), null), (verb, number) => (verb, number));
        Undo = Phrase(language.Undo);
        TimeZone = Phrase(language.TimeZone);
        Unmute = Phrase(language.Unmute);
        ForgetMe = Phrase(language.ForgetMe);
        ForgetMeNow = Phrase(language.ForgetMeNow);
        Help = Phrase(language.Help);
        Snooze = Then(Phrase(language.Snooze), Maybe(Phrase(language.SnoozeFor)), (found, _) => found);
        Edit = Then(Phrase(language.Edit), Maybe(Number(0, MaxListed).Select(number => (int?)number), null), (_, number) => number);

        var words = new Vocabulary(language);
        var (clock, clockAfterDay) = ClockRules.Of(words);
        var day = DayRules.Of(words);
        Lasting = DurationRules.Of(words);
        Settings = Then(
            Phrase(language.Settings),
            Maybe(Then(words.EveryDayPart, clock.Where(part => part is Part.Clock), (found, time) => ((DayPart, LocalTime)?)(found, ((Part.Clock)time).Time)), null), (_, set) => set);

        ClockAfterDay = clockAfterDay;
        Part = First(
            RepetitionRules.Of(words, Lasting),
            Then(Phrase(language.Until), First(day, words.Month.Select(number => (Part)new Part.Date(0, number, null))), (_, until) => (Part)new Part.Until(until)),
            ShiftedRules.Of(words, Lasting, day),
            Then(Phrase(language.In), Then(Lasting, Maybe(Phrase([.. language.InEnding, .. language.FromNow])), (found, _) => found), (_, found) => (Part)new Part.After(found)),
            Then(Lasting, Phrase(language.FromNow), (found, _) => (Part)new Part.After(found)),
            clock,
            day,
            Phrases(language.DayPartsToday).Select(found => (Part)new Part.PartOfDay(found, IsToday: true)),
            words.DayPart.Select(found => (Part)new Part.PartOfDay(found, IsToday: false)));
    }

    public Language Language { get; }

    /// <summary>Gets the words that start the change of a reminder, and its number in the list; null without one.</summary>
    public TokenListParser<TokenKind, int?> Edit { get; }

    /// <summary>Gets the words before the time of a snooze.</summary>
    public TokenListParser<TokenKind, bool> Snooze { get; }

    /// <summary>Gets the words before the name of a muted sender.</summary>
    public TokenListParser<TokenKind, bool> Unmute { get; }

    public TokenListParser<TokenKind, bool> ForgetMe { get; }

    public TokenListParser<TokenKind, bool> ForgetMeNow { get; }

    public TokenListParser<TokenKind, bool> Help { get; }

    public TokenListParser<TokenKind, bool> List { get; }

    /// <summary>Gets what a person does with a reminder of the list, and its number; null without one.</summary>
    public TokenListParser<TokenKind, (ListedVerb Verb, int? Number)> OnListed { get; }

    public TokenListParser<TokenKind, bool> Undo { get; }

    /// <summary>Gets the words that show the settings, or set the time of a part of the day.</summary>
    public TokenListParser<TokenKind, (DayPart Part, LocalTime Time)?> Settings { get; }

    /// <summary>Gets the words before the name of a time zone.</summary>
    public TokenListParser<TokenKind, bool> TimeZone { get; }

    /// <summary>Gets the words between a time and the text.</summary>
    public TokenListParser<TokenKind, bool> Connector { get; }

    /// <summary>Gets the rule of a duration: "1h 30m".</summary>
    public TokenListParser<TokenKind, Period> Lasting { get; }

    private Parser Part { get; }

    private TokenListParser<TokenKind, Whom> Trigger { get; }

    private TokenListParser<TokenKind, bool> TriggerOther { get; }

    private Parser ClockAfterDay { get; }

    public static Grammar Of(Language language) => Grammars[language.Code];

    public static IReadOnlyCollection<Grammar> All => Grammars.Values;

    /// <summary>Finds the words that start a request: "remind me", "remind us", "remind @Alice".</summary>
    /// <returns>Whom the request is for, and the rest; null when the tokens start otherwise.</returns>
    public (Whom Whom, TokenList<TokenKind> Remainder)? FindTrigger(TokenList<TokenKind> tokens, IReadOnlyList<Mention> mentions)
    {
        if (Trigger(tokens) is { HasValue: true } trigger)
            return (trigger.Value, trigger.Remainder);
        foreach (var mention in TriggerOther(tokens).HasValue ? mentions : [])
        {
            if (Tokens.WordsOf(mention.Name).Length > 0 && Phrase(mention.Name)(TriggerOther(tokens).Remainder) is { HasValue: true } name)
                return (new Whom.Person(mention), name.Remainder);
        }

        return null;
    }

    /// <summary>Reads a time that nothing follows: "every weekday at 9", "20 minutes".</summary>
    /// <returns>The parts; empty when the tokens are something else.</returns>
    public IReadOnlyList<Part> ReadTime(TokenList<TokenKind> tokens)
    {
        var (parts, rest) = Read(tokens);
        if (parts.Count > 0 && rest.IsAtEnd)
            return parts;
        return Lasting(tokens) is { HasValue: true, Remainder.IsAtEnd: true } lasting ? [new Part.After(lasting.Value)] : [];
    }

    /// <summary>Reads as many parts as there are at the start of the tokens. No two parts have the same kind.</summary>
    public (IReadOnlyList<Part> Parts, TokenList<TokenKind> Remainder) Read(TokenList<TokenKind> tokens)
    {
        var parts = new List<Part>();
        while (true)
        {
            var next = Part(parts.Count == 0 ? tokens : _comma(tokens).Remainder);
            if (!next.HasValue && parts is [.., Words.Part.DaysAhead or Words.Part.Weekday or Words.Part.Date])
                next = ClockAfterDay(tokens);
            if (!next.HasValue || parts.Exists(part => part.GetType() == next.Value.GetType()))
                return (parts, tokens);
            parts.Add(next.Value);
            tokens = next.Remainder;
        }
    }
}
