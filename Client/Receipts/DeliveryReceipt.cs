namespace Nudge.Client;

/// <summary>The receipt of one message. It says whether the message was sent, is being sent, or may have been sent. It has two marks.</summary>
/// <remarks>
/// The first mark, "sending" with sender, deadline and attempt, is set immediately before the send. The second mark, "sent" with the message id, is
/// set after the send. A first mark past its deadline means that its sender died in between, or did not learn the outcome. Only then is the
/// message ambiguous. It stays ambiguous for every redelivery of the same attempt, because an answer can be lost. Only a higher attempt, which is a
/// deliberate retry, sends the message again. A message that certainly was not sent leaves no mark.
/// </remarks>
public sealed class DeliveryReceipt
{
    /// <summary>How long a sender may take: the timeout of the send, and half as much for all around it, including clock differences.</summary>
    private static readonly TimeSpan Deadline = DeliveryReceipts.SendTimeout * 1.5;

    private readonly IReceiptStore _store;
    private readonly string _name;
    private readonly string _sender;
    private readonly int? _attempt;
    private readonly TimeProvider _time;
    private string? _present;
    private ReceiptMark.Sending? _mark;

    internal DeliveryReceipt(IReceiptStore store, string name, string sender, int? attempt, TimeProvider time) =>
        (_store, _name, _sender, _attempt, _time) = (store, name, sender, attempt, time);

    /// <summary>Finds the answer of the receipt.</summary>
    /// <param name="isOwnMarkVoid">True when this sender knows that it did not send. Its own first mark is then ignored.</param>
    /// <returns>The outcome of the message; null when the message can be sent.</returns>
    internal async Task<DeliveryOutcome?> FindAnswerAsync(bool isOwnMarkVoid = false)
    {
        _present = await _store.FindAsync(_name);
        return ReceiptMark.Parse(_present) switch
        {
            ReceiptMark.Sent sent => new DeliveryOutcome.Delivered(sent.MessageId),
            ReceiptMark.Sending sending when isOwnMarkVoid && sending.Sender == _sender => null,
            ReceiptMark.Sending sending when sending.Deadline - _time.GetUtcNow() is var left && left > TimeSpan.Zero =>
                new DeliveryOutcome.RetryLater(left, "another process is sending the message"),
            ReceiptMark.Sending sending when _attempt <= sending.Attempt => new DeliveryOutcome.Ambiguous("a process ended while it was sending the message"),
            _ => null,
        };
    }

    /// <summary>Sets the first mark. Call it once, immediately before the send: a receipt is for one message.</summary>
    /// <returns>True when the mark was set. False when another process has set it meanwhile: do not send then.</returns>
    /// <exception cref="InvalidOperationException">The first mark was set before.</exception>
    /// <exception cref="ReceiptStoreException">The store does not answer. Do not send then, and let the handler throw this exception.</exception>
    public async Task<bool> BeginAsync()
    {
        if (_mark is not null)
            throw new InvalidOperationException("a message has already been sent under this receipt: use one receipt per message");

        // Set the field first: when the store does not answer, it may still have stored the mark.
        _mark = new ReceiptMark.Sending(_sender, _time.GetUtcNow() + Deadline, _attempt ?? 0);
        var isSet = await _store.ReplaceAsync(_name, _present, _mark.ToString());
        if (!isSet)
            _mark = null;
        return isSet;
    }

    /// <summary>Records the outcome of the message.</summary>
    internal Task EndAsync(DeliveryOutcome outcome) => (outcome, _mark) switch
    {
        (DeliveryOutcome.Delivered delivered, _) => _store.SetAsync(_name, new ReceiptMark.Sent(delivered.MessageId).ToString()),
        (_, null) => Task.CompletedTask,
        (DeliveryOutcome.Ambiguous, var mark) => _store.SetAsync(_name, (mark with { Deadline = _time.GetUtcNow() }).ToString()),
        (_, var mark) => _store.RemoveAsync(_name, mark.ToString()),
    };
}
