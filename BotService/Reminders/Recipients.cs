using Nudge.BotService.Conversations;
using Nudge.V1;

namespace Nudge.BotService.Reminders;

internal static class Recipients
{
    /// <summary>Returns the recipient of a conversation's messages: the conversation and, when it is personal, its user.</summary>
    public static Recipient ToRecipient(this ConversationReference conversation) => new()
    {
        ConversationId = conversation.ConversationId,
        UserId = conversation.UserId ?? "",
        TenantId = conversation.TenantId ?? "",
    };
}
