using Nudge.Teams;
using Nudge.V1;

namespace Nudge.BotService.Commands;

internal static class Recipients
{
    /// <summary>Returns the recipient of a person's reminders in the conversation of an activity.</summary>
    public static Recipient Of(IncomingActivity activity, string userId)
    {
        var recipient = activity.Conversation.ToRecipient();
        recipient.UserId = userId;
        return recipient;
    }
}
