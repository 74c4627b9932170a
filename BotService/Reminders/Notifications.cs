using Nudge.V1;

namespace Nudge.BotService.Reminders;

/// <summary>The methods that deliver reminders.</summary>
internal static class Notifications
{
    public static async Task<DeliveryOutcome> SendProactive(Delivery reminder, App app, CancellationToken cancellationToken)
    {
        var conversation = await app.FindConversation(reminder.Recipient);
        if (conversation is null)
            return Unknown;

        return await app.Send(conversation, "Hey! It's been a while. How are you?", cancellationToken);
    }

    /// <summary>Sends the text that the reminder carries.</summary>
    public static async Task<DeliveryOutcome> SendText(Delivery reminder, App app, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reminder.Notification.Text))
            return new DeliveryOutcome.Rejected("the reminder has no text to send");

        var conversation = await app.FindConversation(reminder.Recipient);
        if (conversation is null)
            return Unknown;

        return await app.Send(conversation, reminder.Notification.Text, cancellationToken);
    }

    private static DeliveryOutcome.RecipientUnreachable Unknown { get; } = new("the bot knows no conversation with this recipient");
}
