using Nudge.BotService.Cards;
using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>Whom reminders are for, and who may change them.</summary>
internal static class Recipients
{
    /// <summary>Returns the recipient of reminders in the conversation of an activity.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="userId">The user; empty for everyone in the conversation.</param>
    public static Recipient Of(IncomingActivity activity, string userId)
    {
        var recipient = activity.Conversation.ToRecipient();
        recipient.UserId = userId;
        return recipient;
    }

    /// <summary>Returns true when a reminder is for a user, or for everyone in the conversation of an activity.</summary>
    public static bool Includes(Reminder reminder, IncomingActivity activity, string userId) => reminder.Recipient.UserId.Length > 0
        ? reminder.Recipient.UserId == userId
        : reminder.Recipient.ConversationId == activity.Conversation.ConversationId;

    /// <summary>Returns true when a user may change a reminder: the reminder is for the user, or the user asked for the reminder.</summary>
    public static bool MayChange(Reminder reminder, IncomingActivity activity, string userId) =>
        Includes(reminder, activity, userId) || ReminderDetails.Of(reminder.Notification).AskerId == userId;
}
