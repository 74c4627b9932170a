using System.Text.RegularExpressions;

namespace Nudge.Corpora;

/// <summary>
/// Reads the negative corpus of duckling: text that is no time. The reader takes the quoted strings of the first list after the definition of
/// negativeCorpus. No such string contains an escape.
/// </summary>
internal static partial class NegativeCorpus
{
    /// <summary>Reads the texts of a language.</summary>
    /// <param name="clone">The folder of the clone.</param>
    /// <param name="code">The code of the language.</param>
    public static IEnumerable<string> Read(string clone, string code)
    {
        var source = File.ReadAllText(Path.Combine(clone, "Duckling", "Time", code.ToUpperInvariant(), "Corpus.hs"));
        return Quoted().Matches(List().Match(source).Groups[1].Value).Select(match => match.Groups[1].Value);
    }

    [GeneratedRegex(@"^negativeCorpus =[^\[]*\[([^\]]*)\]", RegexOptions.Multiline)]
    private static partial Regex List();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Quoted();
}
