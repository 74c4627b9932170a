using Nudge.BotService.Cards;
using Nudge.BotService.Memory;
using Nudge.BotService.Redis;
using Nudge.BotService.Words;
using Nudge.Client;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Reminders;

/// <summary>The methods that deliver reminders.</summary>
internal static class Notifications
{
    private static readonly DeliveryOutcome StoreAway = new DeliveryOutcome.RetryLater(TimeSpan.FromSeconds(1), "the bot's store cannot be reached");

    public static async Task<DeliveryOutcome> SendProactive(Recipient recipient, ConversationStore conversations, ProactiveApp app, DeliveryReceipt receipt, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = Language.Of((await conversations.FindAsync(recipient))?.Locale).Says.Proactive;
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            return StoreAway;
        }

        return await app.SendOnce(recipient, text, receipt, cancellationToken);
    }

    /// <summary>Sends the text that the reminder carries, on a card with buttons.</summary>
    public static async Task<DeliveryOutcome> SendCard(
        Delivery delivery, ConversationStore conversations, DeliveredReminders delivered, ProactiveApp app, DeliveryReceipt receipt, CancellationToken cancellationToken)
    {
        ConversationReference? conversation;
        try
        {
            conversation = await conversations.FindAsync(delivery.Recipient);
            // Runs before the send: a failure after the send would repeat the message.
            if (conversation is not null)
                await delivered.KeepAsync(conversation.ConversationId, delivery);
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            return StoreAway;
        }

        var (text, says) = (delivery.Notification.Text, Language.Of(conversation?.Locale).Says);
        var card = ReminderCards.Due((delivery.Id.ReminderId, DeliveredReminders.NameOf(delivery.Id), text), ReminderDetails.Of(delivery.Notification), says);
        return await app.SendOnce(delivery.Recipient, CardMessage.Of(card, Wording.Shorten(text)), receipt, cancellationToken);
    }

    /// <summary>Sends the text that the reminder carries.</summary>
    public static async Task<DeliveryOutcome> SendText(Recipient recipient, string text, ProactiveApp app, DeliveryReceipt receipt, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(text)
            ? new DeliveryOutcome.Rejected("the reminder has no text to send")
            : await app.SendOnce(recipient, text, receipt, cancellationToken);
}
