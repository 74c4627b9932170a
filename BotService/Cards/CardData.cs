using System.Text.Json;

namespace Nudge.BotService.Cards;

/// <summary>The data of a clicked button, with the values of the card's inputs. All of it can be forged.</summary>
internal readonly struct CardData(JsonElement json)
{
    /// <returns>The text; null when there is none of this name.</returns>
    public string? Text(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <returns>The number; null when there is none of this name.</returns>
    public long? Number(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    private JsonElement? Find(string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;
}
