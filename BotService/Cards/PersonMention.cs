using System.Text.Json.Nodes;

namespace Nudge.BotService.Cards;

/// <summary>The mention of a person on a card, which makes Teams notify the person.</summary>
internal sealed class PersonMention(string userId, string name)
{
    // A mention stands in a text with Markdown.
    private readonly string _name = string.Concat(name.Select(character => char.IsLetterOrDigit(character) || character is '.' or '\'' or '-' ? character : ' ')).Trim();

    public string Text => $"<at>{_name}</at>";

    public JsonObject ToEntity() => new()
    {
        ["type"] = "mention",
        ["text"] = Text,
        ["mentioned"] = new JsonObject { ["id"] = userId, ["name"] = _name },
    };
}
