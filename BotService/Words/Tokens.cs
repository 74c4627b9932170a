using System.Globalization;
using Superpower;
using Superpower.Model;

namespace Nudge.BotService.Words;

/// <summary>A kind of token. A word is a run of letters, with an apostrophe at its end if it has one.</summary>
internal enum TokenKind
{
    Word,
    Number,
    Symbol,
}

/// <summary>Splits a text into tokens. Letters and digits are separate tokens: "9h30" has three.</summary>
internal static class Tokens
{
    /// <summary>Longer numbers are no part of a time.</summary>
    private const int MaxDigits = 7;

    public static TokenList<TokenKind> Of(string text)
    {
        var tokens = new List<Token<TokenKind>>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            var kind = KindOf(text[i]);
            i++;
            if (kind is TokenKind.Word or TokenKind.Number)
            {
                while (i < text.Length && KindOf(text[i]) == kind)
                    i++;
            }

            if (kind == TokenKind.Number && i - start > MaxDigits)
                kind = TokenKind.Symbol;
            // "d'appeler" has two words, "o'clock" three tokens.
            if (kind == TokenKind.Word && i < text.Length && text[i] is '\'' or '’' && i - start == 1 && char.ToLowerInvariant(text[start]) is 'd' or 'l')
                i++;
            if (kind is { } known)
                tokens.Add(new Token<TokenKind>(known, new TextSpan(text, new Position(start, 1, start + 1), i - start)));
        }

        return new TokenList<TokenKind>([.. tokens]);
    }

    /// <summary>Returns the words of a phrase, in the form that is compared.</summary>
    public static string[] WordsOf(string phrase) => [.. Of(phrase).Select(Normal)];

    public static string Normal(Token<TokenKind> token) => token.ToStringValue().ToLowerInvariant().Replace('’', '\'');

    /// <summary>Returns null for white space and for characters that show nothing.</summary>
    private static TokenKind? KindOf(char character) => character switch
    {
        _ when char.IsLetter(character) => TokenKind.Word,
        >= '0' and <= '9' => TokenKind.Number,
        _ when char.IsWhiteSpace(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.Control => null,
        _ => TokenKind.Symbol,
    };
}
