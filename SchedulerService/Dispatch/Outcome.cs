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

    /// <summary>The callback did not, and wants to be asked again; milliseconds, null: whenever.</summary>
    public sealed record RetryLater(long? After, string Reason) : Outcome;

    /// <summary>The callback never will.</summary>
    public sealed record Rejected(string Reason) : Outcome;

    /// <summary>The callback cannot reach the recipient for now.</summary>
    public sealed record RecipientUnreachable(string Reason) : Outcome;

    /// <summary>The callback does not know whether the user was told.</summary>
    public sealed record Ambiguous(string Reason) : Outcome;

    /// <summary>The stream ended before there was an answer.</summary>
    public sealed record StreamBroke(string Reason) : Outcome;

    /// <summary>There was no answer in time.</summary>
    public sealed record NoAnswer : Outcome;

    /// <summary>It was too late to deliver it.</summary>
    public sealed record Expired : Outcome;

    public static Outcome Of(DeliveryResult result) => result.OutcomeCase switch
    {
        DeliveryResult.OutcomeOneofCase.Delivered => new Delivered(result.Delivered.MessageId),
        DeliveryResult.OutcomeOneofCase.RetryLater => new RetryLater(
            result.RetryLater.After is { } after ? Math.Clamp(Instant.Ceiling(after), 0, MaxRetryAfter) : null,
            Shorten(result.RetryLater.Reason)),
        DeliveryResult.OutcomeOneofCase.Rejected => new Rejected(Shorten(result.Rejected.Reason)),
        DeliveryResult.OutcomeOneofCase.RecipientUnreachable => new RecipientUnreachable(Shorten(result.RecipientUnreachable.Reason)),
        DeliveryResult.OutcomeOneofCase.Ambiguous => new Ambiguous(Shorten(result.Ambiguous.Reason)),
        _ => new Ambiguous("the callback answered without an outcome"),
    };

    private static string Shorten(string reason) => reason.Length <= MaxReasonLength ? reason : reason[..MaxReasonLength];
}
