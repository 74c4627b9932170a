using System.Globalization;
using Nudge.BotService.Words;

namespace Nudge.BotService.Commands;

/// <summary>Parses the text that a person typed, in the person's language or in another.</summary>
internal static class CommandParser
{
    public static Command Parse(string text, Language language)
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
                return new Command.SetTimeZone(text[zone.Remainder.ConsumeToken().Value.Span.Position.Absolute..].Trim());
        }

        return Request.Read(text, language) is { } request ? new Command.Remind(request) : new Command.Help();
    }
}
