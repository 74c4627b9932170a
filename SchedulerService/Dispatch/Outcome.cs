using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>How a delivery ended, as far as the scheduler can tell.</summary>
internal abstract record Outcome
{
    private const int MaxReasonLength = 500;

    private const long MaxRetryAfter = 3_600_000;

    /// <summary>The callback told the user.</summary>
    public sealed record Delivered(string MessageId) : Outcome;

    /// <summary>
    /// The callback did not, and wants to be asked again; milliseconds, null: whenever. With <paramref name="HoldsLane"/> that goes for everything in
    /// its lane.
    /// </summary>
    public sealed record RetryLater(long? After, string Reason, bool HoldsLane = false) : Outcome;

    /// <summary>Its lane has no room for it before then.</summary>
    public sealed record PutBack(long Until) : Outcome;

    /// <summary>The callback never will.</summary>
    public sealed record Rejected(string Reason) : Outcome;

    /// <summary>The callback cannot reach the recipient for now.</summary>
    public sealed record RecipientUnreachable(string Reason) : Outcome;

    /// <summary>The callback does not know whether the user was told.</summary>
    public sealed record Ambiguous(string Reason) : Outcome;

    /// <summary>The stream ended before there was an answer.</summary>
    public sealed record StreamBroke(string Reason) : Outcome;

    /// <summary>There was no answer in time, or the stream ended and something else is suspected of having broken it.</summary>
    public sealed record NoAnswer : Outcome;

    /// <summary>It was too late to deliver it.</summary>
    public sealed record Expired : Outcome;

    /// <summary>It was missed, and its catch-up policy prefers another occurrence; null: none follows.</summary>
    public sealed record Missed(NextOccurrence? Instead) : Outcome;

    /// <summary>What is stored of it is of no use.</summary>
    public sealed record Undeliverable(string Reason) : Outcome;

    public static Outcome Of(DeliveryResult result) => result.OutcomeCase switch
    {
        DeliveryResult.OutcomeOneofCase.Delivered => new Delivered(Shorten(result.Delivered.MessageId)),
        DeliveryResult.OutcomeOneofCase.RetryLater => new RetryLater(
            result.RetryLater.After is { } after ? Math.Clamp(Instant.Ceiling(after), 0, MaxRetryAfter) : null,
            Shorten(result.RetryLater.Reason),
            result.RetryLater.HoldsLane),
        DeliveryResult.OutcomeOneofCase.Rejected => new Rejected(Shorten(result.Rejected.Reason)),
        DeliveryResult.OutcomeOneofCase.RecipientUnreachable => new RecipientUnreachable(Shorten(result.RecipientUnreachable.Reason)),
        DeliveryResult.OutcomeOneofCase.Ambiguous => new Ambiguous(Shorten(result.Ambiguous.Reason)),
        _ => new Ambiguous("the callback answered without an outcome"),
    };

    /// <summary>Cuts what a callback said to what a store keeps: never half of a surrogate pair, nor the character NUL.</summary>
    private static string Shorten(string reason)
    {
        var length = Math.Min(reason.Length, MaxReasonLength);
        if (length < reason.Length && char.IsHighSurrogate(reason[length - 1]))
            length--;
        return reason[..length].Replace('\0', ' ');
    }
}
