using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Teams.Apps.Schema;

namespace Microsoft.Teams.Apps;

public class MessageActivityInput : TeamsActivityInput
{
    public MessageActivityInput WithText(string text)
    {
        (Json["text"], Json["textFormat"]) = (text, "plain");
        return this;
    }

    /// <remarks>As in the package, a card is JSON: the package throws for a typed card.</remarks>
    public MessageActivityInput AddAdaptiveCardAttachment(object adaptiveCard, Action<TeamsAttachmentBuilder>? configure = null)
    {
        var content = adaptiveCard switch
        {
            JsonObject json => json.DeepClone(),
            JsonElement json => JsonNode.Parse(json.GetRawText()),
            _ => throw new NotSupportedException($"JsonTypeInfo metadata for type '{adaptiveCard.GetType()}' was not provided"),
        };
        Json["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["content"] = content });
        return this;
    }
}
