namespace Nudge.Client;

/// <summary>A message was not delivered, for a known reason. A handler that throws this exception has its <see cref="Outcome"/>.</summary>
/// <param name="outcome">The outcome of the message.</param>
public sealed class NotDeliveredException(DeliveryOutcome outcome) : Exception($"the message was not delivered: {outcome}")
{
    /// <summary>Gets the outcome of the message.</summary>
    public DeliveryOutcome Outcome => outcome;
}
