using NodaTime;
using Nudge.Teams;
using Superpower.Model;

namespace Nudge.BotService.Words;

/// <summary>A person's request for a reminder: its text, and the parts of its time.</summary>
/// <param name="Text">The text; empty when the person gave none.</param>
/// <param name="Parts">The parts of the time; empty when the person gave none.</param>
/// <param name="Language">The language of the request.</param>
internal sealed record Request(string Text, IReadOnlyList<Part> Parts, Language Language)
{
    /// <summary>Gets whom the request is for.</summary>
    public Whom Whom { get; init; } = Whom.Self;

    /// <summary>The most tokens of a time at the end of a text.</summary>
    private const int MaxTrailing = 24;

    /// <summary>Reads a request in the language of the person, or in another.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">The language of the person.</param>
    /// <param name="mentions">The people whom the text mentions.</param>
    /// <returns>The request; null when the text is none.</returns>
    public static Request? Read(string text, Language language, IReadOnlyList<Mention>? mentions = null)
    {
        var tokens = Tokens.Of(text);
        Request? found = null;
        foreach (var grammar in Grammar.All.OrderByDescending(grammar => grammar.Language == language))
        {
            if (Read(text, tokens, grammar, mentions ?? []) is not { } request)
                continue;
            if (request is { Parts.Count: > 0, Text.Length: > 0 })
                return request;
            found ??= request;
        }

        return found;
    }

    /// <summary>Reads a duration alone, in English: "1h 30m".</summary>
    /// <returns>The duration; null when the text is none, or names months or years.</returns>
    public static Duration? ReadDuration(string text) =>
        Grammar.Of(Language.Of(Language.Fallback)).Lasting(Tokens.Of(text)) is { HasValue: true, Remainder.IsAtEnd: true, Value: { Months: 0, Years: 0 } period } ? period.ToDuration() : null;

    /// <summary>Reads a time alone, in the language of the person or in another: "every weekday at 9".</summary>
    /// <returns>The parts; empty when the text is something else.</returns>
    public static IReadOnlyList<Part> ReadTime(string text, Language language)
    {
        var tokens = Tokens.Of(text);
        return Grammar.All.OrderByDescending(grammar => grammar.Language == language).Select(grammar => grammar.ReadTime(tokens)).FirstOrDefault(parts => parts.Count > 0) ?? [];
    }

    /// <summary>Reads what a person wants to change of a reminder: a time, a text, or both.</summary>
    public static Request ReadChange(string text, TokenList<TokenKind> tokens, Language language)
    {
        var grammar = Grammar.Of(language);
        return grammar.ReadTime(tokens) is { Count: > 0 } time ? new Request("", time, language) : Read(text, tokens, grammar, isAsked: true);
    }

    private static Request? Read(string text, TokenList<TokenKind> tokens, Grammar grammar, IReadOnlyList<Mention> mentions)
    {
        if (grammar.FindTrigger(tokens, mentions) is var (whom, rest))
            return Read(text, rest, grammar, isAsked: true) with { Whom = whom };
        // Without "remind me", only a text that starts with a whole time is a request: "in 5 min tea".
        return Read(text, tokens, grammar, isAsked: false) is { Parts: [Part.After or Part.Every, ..] or [_, _, ..], Text.Length: > 0 } request ? request : null;
    }

    private static Request Read(string text, TokenList<TokenKind> tokens, Grammar grammar, bool isAsked)
    {
        var (parts, rest) = grammar.Read(tokens);
        rest = grammar.Connector(rest) is { HasValue: true } connector ? connector.Remainder : rest;
        if (isAsked && FindTrailing(rest, parts, grammar) is var (trailing, length) && length > 0)
            return new Request(TextOf(text, rest, length), [.. parts, .. trailing], grammar.Language);

        // "remind me tomorrow": a time that nothing follows is not the text.
        return new Request(TextOf(text, rest, int.MaxValue), parts, grammar.Language);
    }

    /// <summary>Finds the parts of a time at the end: "call the bank tomorrow at 9". They complete the parts at the start.</summary>
    /// <returns>The parts, and the number of tokens before them; 0 tokens when there are none.</returns>
    private static (IReadOnlyList<Part> Parts, int Length) FindTrailing(TokenList<TokenKind> tokens, IReadOnlyList<Part> leading, Grammar grammar)
    {
        var count = tokens.Count();
        var at = tokens;
        for (var i = 0; i < count; i++, at = at.ConsumeToken().Remainder)
        {
            if (i == 0 || count - i > MaxTrailing)
                continue;
            var (parts, rest) = grammar.Read(at);
            if (parts.Count > 0 && IsEnd(rest) && Completes(leading, parts))
                return (parts, i);
        }

        return ([], 0);
    }

    // A moment after a duration is complete: "in 2 hours to be there at 9" has a text that ends with a time.
    private static bool Completes(IReadOnlyList<Part> leading, IReadOnlyList<Part> trailing) => leading.Count == 0
        || (!leading.Any(part => part is Part.After { Period.HasTimeComponent: true }) && trailing.All(part => part is Part.Clock or Part.PartOfDay or Part.Until && leading.All(other => other.GetType() != part.GetType()))
            && !(leading.Any(part => part is Part.Clock or Part.PartOfDay) && trailing.Any(part => part is Part.Clock or Part.PartOfDay)));

    private static bool IsEnd(TokenList<TokenKind> tokens) => tokens.All(token => token.Kind == TokenKind.Symbol && token.ToStringValue() is "." or "!" or "?");

    /// <summary>Returns the text from the first token to the end, or of a number of tokens.</summary>
    private static string TextOf(string text, TokenList<TokenKind> tokens, int length)
    {
        var first = tokens.ConsumeToken();
        if (!first.HasValue)
            return "";

        var start = first.Value.Span.Position.Absolute;
        if (length == int.MaxValue)
            return text[start..].Trim().TrimStart(',', ':', '-').Trim();
        var last = tokens.Take(length).Last().Span;
        return text[start..(last.Position.Absolute + last.Length)].Trim().Trim(',', ':', '-').Trim();
    }
}
