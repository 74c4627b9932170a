using Google.Protobuf.WellKnownTypes;
using Nudge.V1;

namespace Nudge.Client;

internal static class DeliveryResults
{
    /// <summary>Converts an outcome to the answer for the scheduler.</summary>
    public static DeliveryResult For(DeliveryId id, DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Delivered delivered => new() { Id = id, Delivered = new Delivered { MessageId = delivered.MessageId } },
        DeliveryOutcome.RetryLater later => new() { Id = id, RetryLater = new RetryLater { After = later.After?.ToDuration(), Reason = later.Reason, HoldsLane = later.HoldsLane } },
        DeliveryOutcome.Rejected rejected => new() { Id = id, Rejected = new Rejected { Reason = rejected.Reason } },
        DeliveryOutcome.RecipientUnreachable unreachable => new() { Id = id, RecipientUnreachable = new RecipientUnreachable { Reason = unreachable.Reason } },
        DeliveryOutcome.Ambiguous ambiguous => new() { Id = id, Ambiguous = new Ambiguous { Reason = ambiguous.Reason } },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Duration ToDuration(this TimeSpan span) => Duration.FromTimeSpan(span < TimeSpan.Zero ? TimeSpan.Zero : span);
}
