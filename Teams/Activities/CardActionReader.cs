using System.Text.Json;

namespace Nudge.Teams;

/// <summary>Reads the click on a card out of an activity.</summary>
internal static class CardActionReader
{
    public const string Invoke = "invoke";
    private const string CardActionName = "adaptiveCard/action";

    /// <returns>The click; null when the activity is none.</returns>
    public static CardAction? Read(ActivityJson json, IncomingActivity incoming) => json switch
    {
        { Type: Invoke, Name: CardActionName, Value: { ValueKind: JsonValueKind.Object } value } when value.TryGetProperty("action", out var action) =>
            VerbIn(action) is { } verb ? new CardAction(verb, action.TryGetProperty("data", out var data) ? data : default, incoming) { MessageId = json.ReplyToId } : null,
        // Action.Submit arrives as a message without a text. Its data is the value.
        { Type: "message", Text: null or "", Value: { } data } => VerbIn(data) is { } verb ? new CardAction(verb, data, incoming) { MessageId = json.ReplyToId } : null,
        _ => null,
    };

    private static string? VerbIn(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("verb", out var verb) && verb.ValueKind == JsonValueKind.String ? verb.GetString() : null;
}
