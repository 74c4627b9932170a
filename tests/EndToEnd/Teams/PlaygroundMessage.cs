using System.Text.Json.Nodes;

namespace Nudge.EndToEnd.Teams;

/// <summary>
/// A message that the Playground shows: its text or the text of its card, its id, its card (null: none), and its arrival in ticks of
/// <see cref="System.Diagnostics.Stopwatch"/>.
/// </summary>
internal sealed record PlaygroundMessage(string Text, string Id, JsonNode? Card, long Arrived)
{
    /// <summary>Reads a message.</summary>
    /// <returns>The message; null when it shows neither a text nor a card.</returns>
    public static PlaygroundMessage? Of(JsonNode message, long arrived)
    {
        var card = message["attachments"]?.AsArray().Select(attachment => attachment?["content"]).FirstOrDefault(content => (string?)content?["type"] == "AdaptiveCard");
        var text = (string?)message["text"] is { Length: > 0 } typed ? typed : card is null ? null : TextOf(card, block: 0);
        return text is null ? null : new PlaygroundMessage(text, (string?)message["messageId"] ?? "", card, arrived);
    }

    /// <summary>Returns the text of a block of a card.</summary>
    public static string? TextOf(JsonNode card, int block) => (string?)card["body"]?[block]?["inlines"]?[0]?["text"];
}
