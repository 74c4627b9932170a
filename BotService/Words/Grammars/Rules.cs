using System.Globalization;
using Superpower;
using Superpower.Model;

namespace Nudge.BotService.Words;

/// <summary>
/// Combinators whose alternatives are tried in their order, each from the start. A rule that fails has read nothing. No rule refers to itself, so the time
/// of a parser grows with the text only.
/// </summary>
internal static class Rules
{
    /// <summary>Reads a number in digits.</summary>
    /// <param name="least">The least number.</param>
    /// <param name="most">The greatest number.</param>
    /// <param name="digits">The number of digits; null for any.</param>
    public static TokenListParser<TokenKind, int> Number(int least, int most, int? digits = null) => input =>
    {
        var next = input.ConsumeToken();
        return next is { HasValue: true, Value.Kind: TokenKind.Number }
            && int.Parse(next.Value.ToStringValue(), CultureInfo.InvariantCulture) is var number && number >= least && number <= most && (digits is null || next.Value.Span.Length == digits)
            ? TokenListParserResult.Value(number, input, next.Remainder)
            : TokenListParserResult.Empty<TokenKind, int>(input);
    };

    /// <summary>Reads the digits after a decimal point.</summary>
    public static TokenListParser<TokenKind, decimal> Decimals { get; } = input => input.ConsumeToken() is { HasValue: true, Value.Kind: TokenKind.Number } next
        ? TokenListParserResult.Value(decimal.Parse($"0.{next.Value.ToStringValue()}", CultureInfo.InvariantCulture), input, next.Remainder)
        : TokenListParserResult.Empty<TokenKind, decimal>(input);

    /// <summary>Reads one of some phrases, the longest that fits.</summary>
    public static TokenListParser<TokenKind, bool> Phrase(params string[] phrases) => Longest(phrases.Select(phrase => (phrase, true)));

    /// <summary>Reads one of some phrases, and returns the key of its list.</summary>
    public static TokenListParser<TokenKind, T> Phrases<T>(IReadOnlyDictionary<T, string[]> phrases)
        where T : notnull => Longest(phrases.SelectMany(pair => pair.Value.Select(phrase => (phrase, pair.Key))));

    /// <summary>Reads one of some names, and returns what the place of its list means; the first place is 1.</summary>
    public static TokenListParser<TokenKind, T> NamesOf<T>(string[][] names, Func<int, T> meaning) =>
        Longest(names.SelectMany((list, index) => list.Select(name => (name, meaning(index + 1)))));

    public static TokenListParser<TokenKind, T> First<T>(params TokenListParser<TokenKind, T>[] alternatives) => input =>
    {
        foreach (var alternative in alternatives)
        {
            if (alternative(input) is { HasValue: true } found)
                return found;
        }

        return TokenListParserResult.Empty<TokenKind, T>(input);
    };

    public static TokenListParser<TokenKind, TResult> Then<TFirst, TSecond, TResult>(
        TokenListParser<TokenKind, TFirst> first, TokenListParser<TokenKind, TSecond> second, Func<TFirst, TSecond, TResult> combine) => input =>
    {
        var one = first(input);
        if (!one.HasValue)
            return TokenListParserResult.Empty<TokenKind, TResult>(input);
        var two = second(one.Remainder);
        return two.HasValue ? TokenListParserResult.Value(combine(one.Value, two.Value), input, two.Remainder) : TokenListParserResult.Empty<TokenKind, TResult>(input);
    };

    /// <summary>Reads by two rules, and returns what the first one read.</summary>
    public static TokenListParser<TokenKind, TFirst> Left<TFirst, TSecond>(TokenListParser<TokenKind, TFirst> first, TokenListParser<TokenKind, TSecond> second) => Then(first, second, (found, _) => found);

    /// <summary>Reads by two rules, and returns what the second one read.</summary>
    public static TokenListParser<TokenKind, TSecond> Right<TFirst, TSecond>(TokenListParser<TokenKind, TFirst> first, TokenListParser<TokenKind, TSecond> second) => Then(first, second, (_, found) => found);

    public static TokenListParser<TokenKind, T> Maybe<T>(TokenListParser<TokenKind, T> rule, T otherwise) => input =>
        rule(input) is { HasValue: true } found ? found : TokenListParserResult.Value(otherwise, input, input);

    public static TokenListParser<TokenKind, bool> Maybe(TokenListParser<TokenKind, bool> rule) => Maybe(rule, otherwise: false);

    /// <summary>Reads by a rule, unless another rule reads what follows.</summary>
    public static TokenListParser<TokenKind, T> Unless<T>(TokenListParser<TokenKind, T> rule, TokenListParser<TokenKind, bool> follower) => input =>
        rule(input) is { HasValue: true } found && !follower(found.Remainder).HasValue ? found : TokenListParserResult.Empty<TokenKind, T>(input);

    /// <summary>Reads by a rule, if another rule reads what follows.</summary>
    public static TokenListParser<TokenKind, T> If<T>(TokenListParser<TokenKind, T> rule, TokenListParser<TokenKind, bool> follower) => input =>
        rule(input) is { HasValue: true } found && follower(found.Remainder).HasValue ? found : TokenListParserResult.Empty<TokenKind, T>(input);

    /// <summary>Reads by a rule, if no white space precedes it.</summary>
    public static TokenListParser<TokenKind, T> Attached<T>(TokenListParser<TokenKind, T> rule) => input =>
        input.ConsumeToken() is { HasValue: true, Value.Span: { Position.Absolute: > 0, Source: { } text } span } && !char.IsWhiteSpace(text[span.Position.Absolute - 1])
            ? rule(input) : TokenListParserResult.Empty<TokenKind, T>(input);

    public static TokenListParser<TokenKind, bool> End { get; } = input => input.IsAtEnd ? TokenListParserResult.Value(true, input, input) : TokenListParserResult.Empty<TokenKind, bool>(input);

    public static TokenListParser<TokenKind, IReadOnlyList<T>> ListOf<T>(TokenListParser<TokenKind, T> item, TokenListParser<TokenKind, bool> separator) => input =>
    {
        var items = new List<T>();
        var rest = input;
        while ((items.Count == 0 ? item : Then(separator, item, (_, next) => next))(rest) is { HasValue: true } found)
        {
            items.Add(found.Value);
            rest = found.Remainder;
        }

        return items.Count > 0 ? TokenListParserResult.Value<TokenKind, IReadOnlyList<T>>(items, input, rest) : TokenListParserResult.Empty<TokenKind, IReadOnlyList<T>>(input);
    };

    private static TokenListParser<TokenKind, T> Longest<T>(IEnumerable<(string Phrase, T Value)> phrases)
    {
        var known = phrases.Select(pair => (Words: Tokens.WordsOf(pair.Phrase), pair.Value)).OrderByDescending(pair => pair.Words.Length).ToLookup(pair => pair.Words[0]);
        return input =>
        {
            var first = input.ConsumeToken();
            foreach (var (words, value) in first.HasValue ? known[Tokens.Normal(first.Value)] : [])
            {
                var rest = first.Remainder;
                var matched = 1;
                while (matched < words.Length && rest.ConsumeToken() is { HasValue: true } next && Tokens.Normal(next.Value) == words[matched])
                {
                    matched++;
                    rest = next.Remainder;
                }

                if (matched == words.Length)
                    return TokenListParserResult.Value(value, input, rest);
            }

            return TokenListParserResult.Empty<TokenKind, T>(input);
        };
    }
}
