using System.Text.Json.Nodes;

namespace Nudge.BotService.Cards;

/// <summary>
/// An Adaptive Card, or a part of one, from a file in Templates. A string that is "${name}" is replaced by the value of that name. A missing value removes
/// the field. An object is removed when the value in its "$when" is missing.
/// </summary>
internal sealed class CardTemplate
{
    private const string Condition = "$when";

    public static readonly CardTemplate Reminder = new("reminder");

    public static readonly CardTemplate Settled = new("settled");

    public static readonly CardTemplate Confirmation = new("confirmation");

    public static readonly CardTemplate List = new("list");

    public static readonly CardTemplate ListRow = new("list-row");

    public static readonly CardTemplate Edit = new("edit");

    public static readonly CardTemplate Line = new("line");

    public static readonly CardTemplate FromMessage = new("from-message");

    private readonly JsonNode _template;

    private CardTemplate(string name)
    {
        using var stream = typeof(CardTemplate).Assembly.GetManifestResourceStream($"Cards.{name}.json")!;
        _template = JsonNode.Parse(stream)!;
    }

    public JsonObject Fill(IReadOnlyDictionary<string, JsonNode?> values) => (JsonObject)Fill(_template, values)!;

    private static JsonNode? Fill(JsonNode? node, IReadOnlyDictionary<string, JsonNode?> values) => node switch
    {
        JsonObject fields => fields[Condition] is { } condition && Fill(condition, values) is null ? null : FillFields(fields, values),
        JsonArray items => new JsonArray([.. items.Select(item => Fill(item, values)).Where(item => item is not null)]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith("${", StringComparison.Ordinal) => values[text[2..^1]]?.DeepClone(),
        _ => node?.DeepClone(),
    };

    private static JsonObject FillFields(JsonObject fields, IReadOnlyDictionary<string, JsonNode?> values)
    {
        var filled = new JsonObject(fields.Where(field => field.Key != Condition)
            .Select(field => KeyValuePair.Create(field.Key, Fill(field.Value, values))).Where(field => field.Value is not null));
        if ((string?)filled["type"] == "Action.Execute")
            filled["fallback"] = SubmitOf(filled);
        return filled;
    }

    /// <summary>Returns the button for clients without universal actions. Action.Submit has no verb, so its data carries it.</summary>
    private static JsonObject SubmitOf(JsonObject execute)
    {
        var data = execute["data"]!.DeepClone().AsObject();
        data["verb"] = execute["verb"]!.DeepClone();
        return new JsonObject { ["type"] = "Action.Submit", ["title"] = execute["title"]!.DeepClone(), ["data"] = data };
    }
}
