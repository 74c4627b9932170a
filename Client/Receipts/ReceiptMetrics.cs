using System.Diagnostics.Metrics;

namespace Nudge.Client;

/// <summary>Counts receipts by result.</summary>
internal sealed class ReceiptMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _outcomes = meters.Create(Telemetry.Name).CreateCounter<long>(
        "nudge.receipt.outcomes", "{receipt}", "Messages that were to be sent under a receipt, by result");

    /// <summary>Counts a message that was not sent, because the receipt had an answer.</summary>
    public void Answered(DeliveryOutcome answer) => Count(answer switch
    {
        DeliveryOutcome.Delivered => "repeated",
        DeliveryOutcome.Ambiguous => "in_doubt",
        _ => "busy",
    });

    /// <summary>Counts a message that the receipt allowed.</summary>
    public void Sent(DeliveryOutcome outcome) => Count(outcome switch
    {
        DeliveryOutcome.Delivered => "sent",
        DeliveryOutcome.Ambiguous => "in_doubt",
        _ => "not_sent",
    });

    /// <summary>Counts a message that was not sent, because the store did not answer.</summary>
    public void Unavailable() => Count("unavailable");

    private void Count(string result) => _outcomes.Add(1, new KeyValuePair<string, object?>("nudge.result", result));
}
