namespace Nudge.Chaos.Load;

/// <summary>A reminder that a client registers, until it is acknowledged.</summary>
/// <param name="Text">The text, which is also the idempotency key.</param>
/// <param name="Due">The due time.</param>
internal sealed record Request(string Text, DateTimeOffset Due)
{
    /// <summary>Gets or sets whether the registration was acknowledged.</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>Gets or sets why the scheduler refused the registration for good; null when it did not.</summary>
    public string? Refusal { get; set; }

    /// <summary>Gets or sets the time at which Teams first received it.</summary>
    public DateTimeOffset? Received { get; set; }
}
