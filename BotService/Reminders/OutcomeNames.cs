using System.Diagnostics;
using Nudge.BotService.Channel;

namespace Nudge.BotService.Reminders;

/// <summary>The names of outcomes in spans.</summary>
internal static class OutcomeNames
{
    /// <summary>Returns the value of the attribute <c>nudge.outcome</c>.</summary>
    public static string Of(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Delivered => "delivered",
        DeliveryOutcome.RetryLater => "retry_later",
        DeliveryOutcome.Rejected => "rejected",
        DeliveryOutcome.RecipientUnreachable => "recipient_unreachable",
        DeliveryOutcome.Ambiguous => "ambiguous",
        _ => throw new UnreachableException(),
    };

    /// <summary>Returns whether the delivery failed or may have failed. A delivery to be retried later has not failed.</summary>
    public static bool IsFailure(DeliveryOutcome outcome) => outcome is not (DeliveryOutcome.Delivered or DeliveryOutcome.RetryLater);
}
