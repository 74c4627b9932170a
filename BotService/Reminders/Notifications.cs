using Nudge.BotService.Cards;
using Nudge.BotService.Memory;
using Nudge.BotService.Words;
using Nudge.Client;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Reminders;

/// <summary>The methods that deliver reminders.</summary>
internal static class Notifications
{
    public static async Task<DeliveryOutcome> SendProactive(Recipient recipient, ConversationStore conversations, ProactiveApp app, DeliveryReceipt receipt, CancellationToken cancellationToken) =>
        await app.SendOnce(recipient, Language.Of((await conversations.FindAsync(recipient))?.Locale).Says.Proactive, receipt, cancellationToken);

    /// <summary>Sends the text that the reminder carries, on a card with buttons.</summary>
    public static async Task<DeliveryOutcome> SendCard(
        Delivery delivery, ConversationStore conversations, ToldReminders told, ProactiveApp app, DeliveryReceipt receipt, CancellationToken cancellationToken)
    {
        var conversation = await conversations.FindAsync(delivery.Recipient);
        // Remembered before the send. After it, a failure could not be answered rightly.
        if (conversation is not null)
            await told.KeepAsync(conversation.ConversationId, delivery);

        var card = ReminderCards.Due(
            (delivery.Id.ReminderId, delivery.Id.Occurrence, delivery.Notification.Text), ReminderDetails.Of(delivery.Notification), Language.Of(conversation?.Locale).Says);
        return await app.SendOnce(delivery.Recipient, CardMessage.Of(card, delivery.Notification.Text), receipt, cancellationToken);
    }

    /// <summary>Sends the text that the reminder carries.</summary>
    public static async Task<DeliveryOutcome> SendText(Recipient recipient, string text, ProactiveApp app, DeliveryReceipt receipt, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(text)
            ? new DeliveryOutcome.Rejected("the reminder has no text to send")
            : await app.SendOnce(recipient, text, receipt, cancellationToken);
}
