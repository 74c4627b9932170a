using System.Globalization;
using Nudge.BotService.Words;
using Nudge.Teams;
using Superpower.Model;

namespace Nudge.BotService.Commands;

/// <summary>Parses the text that a person typed, in the person's language or in another.</summary>
internal static class CommandParser
{
    /// <param name="text">The text, without mentions of the bot.</param>
    /// <param name="language">The language of the person.</param>
    /// <param name="mentions">The people whom the text mentions.</param>
    public static Command Parse(string text, Language language, IReadOnlyList<Mention> mentions)
    {
        var typed = text.Trim();
        if (typed.Length == 1 && char.IsAsciiDigit(typed[0]))
            return new Command.Choose(int.Parse(typed, CultureInfo.InvariantCulture));

        var tokens = Tokens.Of(text);
        foreach (var grammar in Grammar.All.OrderByDescending(grammar => grammar.Language == language))
        {
            if (grammar.List(tokens) is { HasValue: true, Remainder.IsAtEnd: true })
                return new Command.List();
            if (grammar.OnListed(tokens) is { HasValue: true, Remainder.IsAtEnd: true } listed)
                return new Command.OnListed(listed.Value.Verb, listed.Value.Number);
            if (grammar.Undo(tokens) is { HasValue: true, Remainder.IsAtEnd: true })
                return new Command.Undo();
            if (grammar.Settings(tokens) is { HasValue: true, Remainder.IsAtEnd: true } settings)
                return new Command.Settings(settings.Value);
            if (grammar.TimeZone(tokens) is { HasValue: true, Remainder.IsAtEnd: false } zone)
                return new Command.SetTimeZone(RestOf(text, zone.Remainder));
            if (grammar.Unmute(tokens) is { HasValue: true, Remainder.IsAtEnd: false } sender)
                return new Command.Unmute(RestOf(text, sender.Remainder));
            if (SnoozeOf(tokens, grammar) is { } snooze)
                return snooze;
            if (grammar.Edit(tokens) is { HasValue: true } edit && (edit.Value is not null || edit.Remainder.IsAtEnd))
                return new Command.Edit(edit.Value, edit.Remainder.IsAtEnd ? null : Request.ReadChange(text, edit.Remainder, grammar.Language));
            if (grammar.ForgetMeNow(tokens) is { HasValue: true, Remainder.IsAtEnd: true })
                return new Command.Forget(Now: true);
            if (grammar.ForgetMe(tokens) is { HasValue: true, Remainder.IsAtEnd: true })
                return new Command.Forget(Now: false);
            if (grammar.Help(tokens) is { HasValue: true, Remainder.IsAtEnd: true })
                return new Command.Help();
        }

        return Request.Read(text, language, mentions) is { } request ? new Command.Remind(request) : new Command.Help();
    }

    private static Command.Snooze? SnoozeOf(TokenList<TokenKind> tokens, Grammar grammar)
    {
        if (grammar.Snooze(tokens) is not { HasValue: true, Remainder: var rest })
            return null;
        var parts = grammar.ReadTime(rest);
        return parts.Count > 0 || rest.IsAtEnd ? new Command.Snooze(parts) : null;
    }

    private static string RestOf(string text, TokenList<TokenKind> rest) => text[rest.ConsumeToken().Value.Span.Position.Absolute..].Trim();
}
