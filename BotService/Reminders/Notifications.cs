using Microsoft.Teams.Apps;
using Nudge.BotService.Cards;
using Nudge.Client;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Reminders;

/// <summary>The methods that deliver reminders.</summary>
internal static class Notifications
{
    public static Task<DeliveryOutcome> SendProactive(Recipient recipient, ProactiveApp app, DeliveryReceipt receipt, CancellationToken cancellationToken) =>
        app.SendOnce(recipient, "Hey! It's been a while. How are you?", receipt, cancellationToken);

    /// <summary>Sends the text that the reminder carries, on a card with buttons.</summary>
    public static async Task<DeliveryOutcome> SendCard(Delivery delivery, ReminderCards cards, ProactiveApp app, DeliveryReceipt receipt, CancellationToken cancellationToken) =>
        await app.SendOnce(delivery.Recipient, new MessageActivityInput().AddAdaptiveCardAttachment(await cards.DueAsync(delivery)), receipt, cancellationToken);

    /// <summary>Sends the text that the reminder carries.</summary>
    public static async Task<DeliveryOutcome> SendText(Recipient recipient, string text, ProactiveApp app, DeliveryReceipt receipt, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(text)
            ? new DeliveryOutcome.Rejected("the reminder has no text to send")
            : await app.SendOnce(recipient, text, receipt, cancellationToken);
}
