using System.Text.Json;

namespace Nudge.BotService.Cards;

/// <summary>Data that a person sent: that of a clicked button with the values of the card's inputs, or that of a form. All of it can be forged.</summary>
internal readonly struct CardData(JsonElement json)
{
    /// <returns>The text; null when there is none of this name.</returns>
    public string? Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <returns>The number; null when there is none of this name.</returns>
    public long? Number(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <returns>The object; one without values when there is none of this name.</returns>
    public CardData Object(string name) => new(Find(name) ?? default);

    private JsonElement? Find(string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;
}
