using System.Text.Json.Nodes;
using Microsoft.Teams.Apps;
using Nudge.BotService.Cards;

namespace Nudge.BotService.Commands;

/// <summary>The answer to a command.</summary>
/// <param name="Text">The text. With a card, it is the text of the notification.</param>
/// <param name="Card">The card; null to show the text.</param>
internal sealed record Answer(string Text, JsonObject? Card = null)
{
    public MessageActivityInput ToMessage() => Card is null ? new MessageActivityInput().WithText(Text) : CardMessage.Of(Card, Text);
}
