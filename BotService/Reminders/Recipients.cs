using Nudge.BotService.Conversations;
using Nudge.V1;

namespace Nudge.BotService.Reminders;

internal static class Recipients
{
    /// <summary>Whoever is told in this conversation: the user of a personal one and, there as elsewhere, the conversation itself.</summary>
    public static Recipient ToRecipient(this ConversationReference conversation) => new()
    {
        ConversationId = conversation.ConversationId,
        UserId = conversation.UserId ?? "",
        TenantId = conversation.TenantId ?? "",
    };
}
