using Nudge.SchedulerService.Reminders;
using Nudge.V1;

namespace Nudge.SchedulerService.Outcomes;

/// <summary>How a delivery ended, as far as the scheduler can tell.</summary>
internal abstract record Outcome
{
    private const int MaxReasonLength = 500;

    private const long MaxRetryAfterMilliseconds = 3_600_000;

    /// <summary>The callback delivered the notification.</summary>
    public sealed record Delivered(string MessageId) : Outcome;

    /// <summary>
    /// The callback did not deliver and asks for another delivery, after at least <paramref name="After"/> (0 to 1 hour; null: no minimum). With
    /// <paramref name="HoldsLane"/> the whole lane waits for that time.
    /// </summary>
    public sealed record RetryLater(TimeSpan? After, string Reason, bool HoldsLane = false) : Outcome;

    /// <summary>The reminder is deferred, because its lane has no room before <paramref name="Until"/>.</summary>
    public sealed record Deferred(Instant Until) : Outcome;

    /// <summary>The callback will never deliver the reminder.</summary>
    public sealed record Rejected(string Reason) : Outcome;

    /// <summary>The callback cannot reach the recipient for now.</summary>
    public sealed record RecipientUnreachable(string Reason) : Outcome;

    /// <summary>The callback does not know whether the user received the notification.</summary>
    public sealed record Ambiguous(string Reason) : Outcome;

    /// <summary>The stream broke before the callback answered, and this delivery may be the cause.</summary>
    public sealed record StreamBroke(string Reason) : Outcome;

    /// <summary>The callback did not answer in time, or the stream ended and this delivery is not to blame.</summary>
    public sealed record NoAnswer : Outcome;

    /// <summary>The reminder expired before it could be delivered.</summary>
    public sealed record Expired : Outcome;

    /// <summary>
    /// The occurrence was missed, and the catch-up policy continues with <paramref name="Instead"/>; null when no occurrence follows.
    /// </summary>
    public sealed record Missed(NextOccurrence? Instead) : Outcome;

    /// <summary>The stored reminder cannot be used.</summary>
    public sealed record Undeliverable(string Reason) : Outcome;

    /// <summary>Returns the outcome that a callback reports. A result without an outcome is ambiguous.</summary>
    public static Outcome Of(DeliveryResult result) => result.OutcomeCase switch
    {
        DeliveryResult.OutcomeOneofCase.Delivered => new Delivered(Shorten(result.Delivered.MessageId)),
        DeliveryResult.OutcomeOneofCase.RetryLater => new RetryLater(
            result.RetryLater.After is { } after
                ? TimeSpan.FromMilliseconds(Math.Clamp(Durations.CeilingMilliseconds(Math.Clamp(after.Seconds, -1, MaxRetryAfterMilliseconds), after.Nanos), 0, MaxRetryAfterMilliseconds))
                : null,
            Shorten(result.RetryLater.Reason),
            result.RetryLater.HoldsLane),
        DeliveryResult.OutcomeOneofCase.Rejected => new Rejected(Shorten(result.Rejected.Reason)),
        DeliveryResult.OutcomeOneofCase.RecipientUnreachable => new RecipientUnreachable(Shorten(result.RecipientUnreachable.Reason)),
        DeliveryResult.OutcomeOneofCase.Ambiguous => new Ambiguous(Shorten(result.Ambiguous.Reason)),
        _ => new Ambiguous("the callback answered without an outcome"),
    };

    /// <summary>
    /// Cuts a text from a callback to the 500 characters that are stored. Never splits a surrogate pair, and replaces NUL by a space.
    /// </summary>
    private static string Shorten(string reason)
    {
        var length = Math.Min(reason.Length, MaxReasonLength);
        if (length < reason.Length && char.IsHighSurrogate(reason[length - 1]))
            length--;
        return reason[..length].Replace('\0', ' ');
    }
}
