using System.Text.Json.Nodes;
using Microsoft.Teams.Apps;

namespace Nudge.BotService.Cards;

internal static class CardMessage
{
    /// <summary>Returns a message with a card.</summary>
    /// <param name="card">The card.</param>
    /// <param name="summary">The text of the notification, which would otherwise only say that a card came.</param>
    public static MessageActivityInput Of(JsonObject card, string summary)
    {
        var message = new MessageActivityInput().AddAdaptiveCardAttachment(card);
        message.Properties["summary"] = summary;
        return message;
    }
}
