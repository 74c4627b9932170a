namespace Nudge.Client;

/// <summary>
/// The outcome of a delivery: one of these five. A handler that returns nothing has delivered. A handler that throws <see cref="NotDeliveredException"/>
/// has that exception's outcome. After any other exception the outcome is <see cref="Ambiguous"/>, because the handler may have sent the message before it
/// failed. A reason never quotes the message.
/// </summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    /// <summary>The message was sent.</summary>
    /// <param name="MessageId">The id of the message where it was sent, such as Teams' id; empty when there is none.</param>
    public sealed record Delivered(string MessageId = "") : DeliveryOutcome;

    /// <summary>The message was certainly not sent, and nothing is wrong with it. The scheduler delivers the reminder again.</summary>
    /// <param name="After">The time until the next delivery. Null: the scheduler's own backoff.</param>
    /// <param name="Reason">The reason, which the reminder shows as its last error.</param>
    /// <param name="HoldsLane">Whether the time holds back the whole lane of the reminder, by default its tenant's.</param>
    public sealed record RetryLater(TimeSpan? After, string Reason, bool HoldsLane = false) : DeliveryOutcome;

    /// <summary>The message can never be sent as it is. The reminder is FAILED.</summary>
    /// <param name="Reason">The reason, which the reminder shows as its last error.</param>
    public sealed record Rejected(string Reason) : DeliveryOutcome;

    /// <summary>The message cannot be sent until the recipient is seen again. The recipient's reminders are paused until ResumeRecipient.</summary>
    /// <param name="Reason">The reason, which the reminder shows as its last error.</param>
    public sealed record RecipientUnreachable(string Reason) : DeliveryOutcome;

    /// <summary>The message may or may not have been sent. The reminder's policy for ambiguous outcomes decides whether it is sent again.</summary>
    /// <param name="Reason">The reason, which the reminder shows as its last error.</param>
    public sealed record Ambiguous(string Reason) : DeliveryOutcome;
}
