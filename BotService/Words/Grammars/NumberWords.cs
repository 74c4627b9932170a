namespace Nudge.BotService.Words;

/// <summary>Combines the number words of a language: "twenty" and "five" is 25.</summary>
internal static class NumberWords
{
    private const int Last = 99;
    private const int LastDay = 31;

    /// <summary>Returns the words of the numbers up to 99.</summary>
    public static Dictionary<int, string[]> Cardinals(Language language) => Combine(language, language.Numbers, Last, (_, tens, ones) => (language.Numbers[tens], language.Numbers[ones]));

    /// <summary>Returns the words of the days of a month. The last part of a compound is the ordinal: "twenty-fifth", "fünfundzwanzigster".</summary>
    public static Dictionary<int, string[]> Ordinals(Language language) => Combine(language, language.Ordinals, LastDay, (form, tens, ones) =>
        form.IndexOf("{0}", StringComparison.Ordinal) < form.IndexOf("{1}", StringComparison.Ordinal)
            ? (language.Numbers[tens], language.Ordinals.GetValueOrDefault(ones, []))
            : (language.Ordinals.GetValueOrDefault(tens, []), language.Numbers[ones]));

    /// <summary>Adds the numbers that a table lacks. Each is the next lower multiple of ten that has a word, and a rest: 75 is 60 and 15 in French.</summary>
    private static Dictionary<int, string[]> Combine(Language language, Dictionary<int, string[]> table, int last, Func<string, int, int, (string[] Tens, string[] Ones)> wordsOf)
    {
        var all = new Dictionary<int, string[]>(table);
        foreach (var number in Enumerable.Range(1, last).Where(number => !table.ContainsKey(number)))
        {
            var tens = language.Numbers.Keys.Where(key => key % 10 == 0 && key < number).DefaultIfEmpty().Max();
            if (language.Numbers.ContainsKey(tens) && language.Numbers.ContainsKey(number - tens))
                all[number] = [.. language.Compounds.SelectMany(form => Fill(form, wordsOf(form, tens, number - tens)))];
        }

        return all;
    }

    private static IEnumerable<string> Fill(string form, (string[] Tens, string[] Ones) words) =>
        from tens in words.Tens from ones in words.Ones select form.Replace("{0}", tens, StringComparison.Ordinal).Replace("{1}", ones, StringComparison.Ordinal);
}
