using System.Text.Json;
using NodaTime.Text;

namespace Nudge.Corpora;

/// <summary>Reads the specs of a clone of Recognizers-Text.</summary>
internal static class Specs
{
    private static readonly string[] Files = ["DateTimeModel", "DateTimeModelTasksMode"];

    /// <summary>Reads the cases of a language.</summary>
    /// <param name="clone">The folder of the clone.</param>
    /// <param name="language">The name of the language in English.</param>
    /// <returns>The number of all cases, and those with one result that the corpus runs on .NET.</returns>
    public static (int All, IReadOnlyList<SpecCase> Cases) Read(string clone, string language)
    {
        var all = 0;
        var cases = new List<SpecCase>();
        foreach (var name in Files.Select(file => $"{language}/{file}"))
        {
            var path = Path.Combine(clone, "Specs", "DateTime", $"{name}.json");
            if (!File.Exists(path))
                continue;
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            all += document.RootElement.GetArrayLength();
            cases.AddRange(document.RootElement.EnumerateArray().Select((element, index) => CaseOf(name, index, element)).OfType<SpecCase>());
        }

        return (all, cases);
    }

    private static SpecCase? CaseOf(string file, int index, JsonElement element)
    {
        var results = element.GetProperty("Results");
        if (results.GetArrayLength() != 1 || TextOf(element, "NotSupported").Contains("dotnet", StringComparison.Ordinal))
            return null;

        var (input, text) = (TextOf(element, "Input"), TextOf(results[0], "Text"));
        var end = results[0].TryGetProperty("End", out var last) ? last.GetInt32() + 1 : input.IndexOf(text, StringComparison.OrdinalIgnoreCase) + text.Length;
        var reference = element.TryGetProperty("Context", out var context) ? TextOf(context, "ReferenceDateTime") : "";
        var values = results[0].TryGetProperty("Resolution", out var resolution) && resolution is { ValueKind: JsonValueKind.Object } && resolution.TryGetProperty("values", out var found)
            ? found.EnumerateArray().Select(ValueOf).ToList()
            : [];
        return new SpecCase(
            file, index, input[..end], text, TextOf(results[0], "TypeName").Split('.')[^1], reference.Length == 0 ? null : LocalDateTimePattern.ExtendedIso.Parse(reference).Value, values);
    }

    private static SpecValue ValueOf(JsonElement value) =>
        new(TextOf(value, "timex"), TextOf(value, "value"), IsPlain: !value.TryGetProperty("Mod", out _) && !value.TryGetProperty("timezone", out _));

    private static string TextOf(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
}
