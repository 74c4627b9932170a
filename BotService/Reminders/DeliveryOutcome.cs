namespace Nudge.BotService.Reminders;

/// <summary>What became of a message. There are no others than these five, and no reason ever quotes the message.</summary>
internal abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    /// <summary>The user was told. The id is the one Teams gave the message, empty where it gave none.</summary>
    internal sealed record Delivered(string MessageId) : DeliveryOutcome;

    /// <summary>
    /// Certainly not sent, and nothing is wrong with the message. No time leaves it to the scheduler's own backoff. With
    /// <paramref name="HoldsLane"/> the time goes for everything in the tenant.
    /// </summary>
    internal sealed record RetryLater(TimeSpan? After, string Reason, bool HoldsLane = false) : DeliveryOutcome;

    /// <summary>Can never be sent as it is.</summary>
    internal sealed record Rejected(string Reason) : DeliveryOutcome;

    /// <summary>Cannot be sent until the recipient turns up again.</summary>
    internal sealed record RecipientUnreachable(string Reason) : DeliveryOutcome;

    /// <summary>Nobody can tell whether it was sent.</summary>
    internal sealed record Ambiguous(string Reason) : DeliveryOutcome;
}
