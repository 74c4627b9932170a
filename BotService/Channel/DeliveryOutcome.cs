namespace Nudge.BotService.Channel;

/// <summary>The outcome of a message: one of these five. A reason never quotes the message.</summary>
internal abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    /// <summary>The message was sent. The id is the one that Teams returned; empty when it returned none.</summary>
    internal sealed record Delivered(string MessageId) : DeliveryOutcome;

    /// <summary>
    /// The message was certainly not sent, and nothing is wrong with it. Without <paramref name="After"/>, the scheduler's own backoff applies. With
    /// <paramref name="HoldsLane"/>, the time holds back the tenant's whole lane.
    /// </summary>
    internal sealed record RetryLater(TimeSpan? After, string Reason, bool HoldsLane = false) : DeliveryOutcome;

    /// <summary>The message can never be sent as it is.</summary>
    internal sealed record Rejected(string Reason) : DeliveryOutcome;

    /// <summary>The message cannot be sent until the recipient is seen again.</summary>
    internal sealed record RecipientUnreachable(string Reason) : DeliveryOutcome;

    /// <summary>The message may or may not have been sent.</summary>
    internal sealed record Ambiguous(string Reason) : DeliveryOutcome;
}
