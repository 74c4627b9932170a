using Nudge.BotService.Cards;
using Nudge.V1;

namespace Nudge.BotService.Commands;

/// <summary>What a person registers.</summary>
/// <param name="Recipient">Whom the reminder is for.</param>
/// <param name="Text">The text.</param>
/// <param name="Timing">When the reminder is due.</param>
/// <param name="Details">What the reminder's card shows besides the text.</param>
/// <param name="RequestId">The idempotency key.</param>
/// <param name="ConversationId">The conversation in which "undo" cancels the reminder.</param>
internal sealed record Registration(Recipient Recipient, string Text, Timing.Found Timing, ReminderDetails Details, string RequestId, string ConversationId)
{
    /// <summary>Gets the delivery that the reminder repeats; null for the first reminder.</summary>
    public string? Snoozes { get; init; }
}
