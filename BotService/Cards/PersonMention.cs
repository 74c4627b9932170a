using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Nudge.BotService.Cards;

/// <summary>The mention of a person on a card, which makes Teams notify the person.</summary>
internal sealed class PersonMention
{
    private readonly string _userId;
    private readonly string _name;

    private PersonMention(string userId, string name) => (_userId, _name) = (userId, name);

    public string Text => $"<at>{_name}</at>";

    /// <summary>Mentions a person. The mention stands in a text with Markdown, so only letters, digits and a few signs of the name remain.</summary>
    /// <returns>The mention; null when nothing of the name remains.</returns>
    public static PersonMention? Of(string userId, string name)
    {
        var shown = string.Concat(name.EnumerateRunes().Select(rune => IsOfName(rune) ? rune.ToString() : " ")).Trim();
        return shown.Length > 0 ? new PersonMention(userId, shown) : null;
    }

    public JsonObject ToEntity() => new()
    {
        ["type"] = "mention",
        ["text"] = Text,
        ["mentioned"] = new JsonObject { ["id"] = _userId, ["name"] = _name },
    };

    private static bool IsOfName(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '\'' or '-'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
