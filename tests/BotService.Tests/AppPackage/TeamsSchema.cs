using System.Text.Json;
using Json.Schema;
using Nudge.Tests;

namespace Nudge.BotService.Tests.AppPackage;

/// <summary>A published schema of the Teams app package.</summary>
internal sealed class TeamsSchema(string file)
{
    private readonly JsonSchema _schema = Load(file);

    public static TeamsSchema Manifest { get; } = new("MicrosoftTeams.schema.json");

    public static TeamsSchema Language { get; } = new("MicrosoftTeams.Localization.schema.json");

    /// <summary>Returns each violation: the place in the document, and what the schema says about it.</summary>
    public IReadOnlyList<string> FindViolations(string json)
    {
        using var document = JsonDocument.Parse(json);
        var results = _schema.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? [] : [.. (results.Details ?? []).Append(results).SelectMany(result => (result.Errors ?? []).Select(error => $"{result.InstanceLocation}: {error.Value}"))];
    }

    private static JsonSchema Load(string file)
    {
        // The schemas name draft 4, and use "const" of draft 6. The library reads drafts from 6 on.
        var text = Repository.Read($"tests/BotService.Tests/AppPackage/Schemas/{file}");
        return JsonSchema.FromText(text.Replace("http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-06/schema#", StringComparison.Ordinal));
    }
}
