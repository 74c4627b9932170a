using System.Globalization;
using Superpower;
using Superpower.Model;

namespace Nudge.BotService.Words;

/// <summary>Splits a text into tokens. Letters and digits are separate tokens: "9h30" has three.</summary>
internal static class Tokens
{
    /// <summary>Longer numbers are no part of a time.</summary>
    private const int MaxDigits = 7;

    private const int MaxElided = 2;

    /// <summary>French words that lose their vowel before another word.</summary>
    private static readonly HashSet<string> Elided = ["c", "d", "j", "l", "m", "n", "qu", "s", "t"];

    public static TokenList<TokenKind> Of(string text)
    {
        var tokens = new List<Token<TokenKind>>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            var kind = KindOf(text[i]);
            i++;
            if (kind is TokenKind.Word or TokenKind.Number)
                i = EndOf(text, start);

            if (kind == TokenKind.Number && i - start > MaxDigits)
                kind = TokenKind.Symbol;
            // "today's" and "aujourd'hui" are one word, "d'appeler" has two.
            if (kind == TokenKind.Word && i < text.Length && text[i] is '\'' or '’')
            {
                if (i - start <= MaxElided && Elided.Contains(text[start..i].ToLowerInvariant()))
                    i++;
                else if (i + 1 < text.Length && char.IsLetter(text[i + 1]))
                    i = EndOf(text, i + 1);
            }

            if (kind is { } known)
                tokens.Add(new Token<TokenKind>(known, new TextSpan(text, new Position(start, 1, start + 1), i - start)));
        }

        return new TokenList<TokenKind>([.. tokens]);
    }

    /// <summary>Returns the words of a phrase, in the form that is compared.</summary>
    public static string[] WordsOf(string phrase) => [.. Of(phrase).Select(Normal)];

    public static string Normal(Token<TokenKind> token) => token.ToStringValue().ToLowerInvariant().Replace('’', '\'');

    /// <summary>Returns the index after the last character of the same kind.</summary>
    private static int EndOf(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && KindOf(text[end]) == KindOf(text[start]))
            end++;
        return end;
    }

    /// <summary>Returns null for white space and for characters that show nothing.</summary>
    private static TokenKind? KindOf(char character) => character switch
    {
        _ when char.IsLetter(character) => TokenKind.Word,
        >= '0' and <= '9' => TokenKind.Number,
        _ when char.IsWhiteSpace(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.Control => null,
        _ => TokenKind.Symbol,
    };
}
