namespace Nudge.Corpora;

/// <summary>The cases that Nudge reads otherwise, or not at all. They count as not agreed.</summary>
internal static class Deviations
{
    /// <summary>Returns the reasons of a language's deviations, by the names of the cases.</summary>
    public static IReadOnlyDictionary<string, DeviationReason> Of(string language)
    {
        using var reader = new StreamReader(typeof(Deviations).Assembly.GetManifestResourceStream("deviations.tsv")!);
        return reader.ReadToEnd().Split('\n').Where(line => line.StartsWith($"{language}/", StringComparison.Ordinal)).Select(line => line.Split('\t'))
            .ToDictionary(fields => fields[0], fields => Enum.Parse<DeviationReason>(fields[1], ignoreCase: true));
    }
}
