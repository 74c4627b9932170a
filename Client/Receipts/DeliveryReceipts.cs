using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Nudge.Client;

/// <summary>Sends a message once under its name, however often and in however many processes it is requested: see <see cref="DeliveryReceipt"/>.</summary>
public sealed class DeliveryReceipts
{
    /// <summary>The time that a send may take: 10 seconds. Then its cancellation token is cancelled.</summary>
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);

    private readonly string _sender = Guid.NewGuid().ToString("n");
    private readonly ConcurrentDictionary<string, Lazy<Task<DeliveryOutcome>>> _underWay = new();
    private readonly IReceiptStore _store;
    private readonly UnrecordedOutcomes _unrecorded;
    private readonly TimeProvider _time;
    private readonly ReceiptMetrics _metrics;
    private readonly ILogger<DeliveryReceipts> _logger;

    internal DeliveryReceipts(
        IReceiptStore store, UnrecordedOutcomes unrecorded, TimeProvider time, ReceiptMetrics metrics, ILogger<DeliveryReceipts> logger) =>
        (_store, _unrecorded, _time, _metrics, _logger) = (store, unrecorded, time, metrics, logger);

    /// <summary>Sends a message under a name, unless it was sent before.</summary>
    /// <param name="name">The name of the message.</param>
    /// <param name="attempt">The attempt. After an ambiguous outcome, only a higher attempt sends the message again. Null: every call does.</param>
    /// <param name="send">Sends the message under the given receipt. Its token is cancelled after <see cref="SendTimeout"/>.</param>
    /// <returns>The outcome of the message.</returns>
    public async Task<DeliveryOutcome> SendOnceAsync(string name, int? attempt, Func<DeliveryReceipt, CancellationToken, Task<DeliveryOutcome>> send)
    {
        // When this process is already sending the message, both calls await the same outcome.
        var sending = _underWay.GetOrAdd(name, _ => new Lazy<Task<DeliveryOutcome>>(() => SendAndRecordAsync(name, attempt, send)));
        try
        {
            return await sending.Value;
        }
        finally
        {
            _underWay.TryRemove(KeyValuePair.Create(name, sending));
        }
    }

    private async Task<DeliveryOutcome> SendAndRecordAsync(string name, int? attempt, Func<DeliveryReceipt, CancellationToken, Task<DeliveryOutcome>> send)
    {
        var known = _unrecorded.Find(name);
        var receipt = new DeliveryReceipt(_store, name, _sender, attempt, _time);
        var outcome = await SendUnlessAnsweredAsync(receipt, known, send);
        try
        {
            await receipt.EndAsync(outcome);
            if (known is not null)
                _unrecorded.Remove(name);
        }
        catch (ReceiptStoreException failure)
        {
            _logger.StoreUnavailable(failure);
            // An ambiguous outcome needs no memory: the first mark already says so.
            if (outcome is DeliveryOutcome.Ambiguous)
                _unrecorded.Remove(name);
            else
                _unrecorded.Add(name, receipt, outcome);
        }

        return outcome;
    }

    private async Task<DeliveryOutcome> SendUnlessAnsweredAsync(
        DeliveryReceipt receipt, DeliveryOutcome? known, Func<DeliveryReceipt, CancellationToken, Task<DeliveryOutcome>> send)
    {
        try
        {
            if ((known as DeliveryOutcome.Delivered ?? await receipt.FindAnswerAsync(isOwnMarkVoid: known is not null)) is { } answer)
            {
                _metrics.Answered(answer);
                return answer;
            }

            using var timeout = new CancellationTokenSource(SendTimeout, _time);
            var outcome = await send(receipt, timeout.Token);
            _metrics.Sent(outcome);
            return outcome;
        }
        catch (ReceiptStoreException failure)
        {
            // Nothing was sent: the store failed before the send.
            _logger.StoreUnavailable(failure);
            _metrics.Unavailable();
            return new DeliveryOutcome.RetryLater(StoreRetry, "the store of the delivery receipts cannot be reached");
        }
    }
}
