using System.Text.Json.Nodes;

namespace Nudge.EndToEnd.Teams;

/// <summary>
/// A message that the Playground shows: its text or the text of its card, its id, its conversation, its card (null: none), and its arrival in ticks of
/// <see cref="System.Diagnostics.Stopwatch"/>.
/// </summary>
internal sealed record PlaygroundMessage(string Text, string Id, string ConversationId, JsonNode? Card, long Arrived)
{
    /// <summary>Reads a message.</summary>
    /// <returns>The message; null when it shows neither a text nor a card.</returns>
    public static PlaygroundMessage? Of(JsonNode message, string conversationId, long arrived)
    {
        var card = message["attachments"]?.AsArray().Select(attachment => attachment?["content"]).FirstOrDefault(content => (string?)content?["type"] == "AdaptiveCard");
        var text = (string?)message["text"] is { Length: > 0 } typed ? typed : card is null ? null : TextOf(card);
        return text is null ? null : new PlaygroundMessage(text, (string?)message["messageId"] ?? "", conversationId, card, arrived);
    }

    /// <summary>Returns the texts of a card, one on each line.</summary>
    public static string TextOf(JsonNode card) => string.Join('\n', TextsIn(card["body"]));

    /// <summary>Returns a copy of the first button of a title.</summary>
    public static JsonNode ButtonOf(JsonNode card, string title) =>
        (ObjectsIn(card).FirstOrDefault(each => (string?)each["type"] == "Action.Execute" && (string?)each["title"] == title) ?? throw new InvalidOperationException($"no button \"{title}\" in {card.ToJsonString()}")).DeepClone();

    private static IEnumerable<string> TextsIn(JsonNode? node) => ObjectsIn(node).Where(each => (string?)each["type"] is "TextRun" or "TextBlock").Select(each => (string)each["text"]!);

    private static IEnumerable<JsonObject> ObjectsIn(JsonNode? node) => node switch
    {
        JsonObject fields => [fields, .. fields.SelectMany(field => ObjectsIn(field.Value))],
        JsonArray items => items.SelectMany(ObjectsIn),
        _ => [],
    };
}
