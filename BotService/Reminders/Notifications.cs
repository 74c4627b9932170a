using Nudge.BotService.Channel;
using Nudge.V1;

namespace Nudge.BotService.Reminders;

/// <summary>The methods that deliver reminders.</summary>
internal static class Notifications
{
    public static Task<DeliveryOutcome> SendProactive(Delivery reminder, App app, Receipt receipt, CancellationToken cancellationToken) =>
        app.Send(reminder.Recipient, "Hey! It's been a while. How are you?", receipt, cancellationToken);

    /// <summary>Sends the text that the reminder carries.</summary>
    public static async Task<DeliveryOutcome> SendText(Delivery reminder, App app, Receipt receipt, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(reminder.Notification.Text)
            ? new DeliveryOutcome.Rejected("the reminder has no text to send")
            : await app.Send(reminder.Recipient, reminder.Notification.Text, receipt, cancellationToken);
}
