using Nudge.V1;

namespace Nudge.Client;

/// <summary>What a reminder has besides its recipient, handler and schedule. The scheduler checks each value, and names the wrong ones.</summary>
public sealed record ReminderOptions
{
    /// <summary>
    /// Gets the idempotency key, of at most 128 characters. A repeated request with the same key returns the first reminder. Default: made of the turn,
    /// see <see cref="RequestIds"/>; outside of a turn, a key that is never used again.
    /// </summary>
    public string? RequestId { get; init; }

    /// <summary>Gets the text, for a handler with a parameter <c>text</c>. At most 80 KB.</summary>
    public string Text { get; init; } = "";

    /// <summary>Gets an object that the handler receives as a parameter. It is stored as JSON, of at most 80 KB.</summary>
    public object? Data { get; init; }

    /// <summary>Gets labels to find reminders by. At most 16.</summary>
    public IDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets how deliveries are retried, and when they end. Default: five attempts, and an ambiguous delivery is repeated.</summary>
    public DeliveryPolicy? DeliveryPolicy { get; init; }

    /// <summary>Gets which missed occurrences of a series are delivered. Default: the latest one.</summary>
    public CatchUpPolicy CatchUpPolicy { get; init; }

    /// <summary>Gets where a notice goes when an occurrence fails. Default: no notice.</summary>
    public FailureNotice? FailureNotice { get; init; }
}
