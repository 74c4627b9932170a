using System.Text.Json.Nodes;

namespace Nudge.BotService.Cards;

/// <summary>An Adaptive Card from a file in Templates. A string that is "${name}" is replaced by the value of that name.</summary>
internal sealed class CardTemplate
{
    public static readonly CardTemplate Reminder = new("reminder");

    public static readonly CardTemplate Settled = new("settled");

    private readonly JsonNode _template;

    private CardTemplate(string name)
    {
        using var stream = typeof(CardTemplate).Assembly.GetManifestResourceStream($"Cards.{name}.json")!;
        _template = JsonNode.Parse(stream)!;
    }

    public JsonObject Fill(IReadOnlyDictionary<string, JsonNode> values) => (JsonObject)Fill(_template, values)!;

    private static JsonNode? Fill(JsonNode? node, IReadOnlyDictionary<string, JsonNode> values) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Fill(field.Value, values)))),
        JsonArray items => new JsonArray([.. items.Select(item => Fill(item, values))]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith("${", StringComparison.Ordinal) => values[text[2..^1]].DeepClone(),
        _ => node?.DeepClone(),
    };
}
