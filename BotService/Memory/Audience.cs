using Nudge.BotService.Cards;
using Nudge.V1;

namespace Nudge.BotService.Memory;

/// <summary>Whom a reminder is for.</summary>
/// <param name="UserId">The user; empty for everyone in the conversation.</param>
/// <param name="Details">What the reminder's card shows about the user and about who asked.</param>
internal sealed record Audience(string UserId, ReminderDetails Details)
{
    public static Audience Of(Reminder reminder) => new(reminder.Recipient.UserId, ReminderDetails.Of(reminder.Notification));
}
