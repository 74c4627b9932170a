using System.Collections.Concurrent;
using Nudge.BotService.Channel;
using Nudge.BotService.Redis;
using StackExchange.Redis;

namespace Nudge.BotService.Reminders;

/// <summary>Sends a message once under its name, however often and in however many processes it is requested: see <see cref="Receipt"/>.</summary>
internal sealed class DeliveryReceipts(IDatabase redis, TimeProvider time, ReceiptMetrics metrics, ILogger<DeliveryReceipts> logger)
{
    private static readonly TimeSpan RedisRetry = TimeSpan.FromSeconds(1);

    private readonly string _sender = Guid.NewGuid().ToString("n");
    private readonly ConcurrentDictionary<string, Lazy<Task<DeliveryOutcome>>> _underWay = new();

    /// <summary>Outcomes that the receipts may not have, because Redis did not answer.</summary>
    private readonly ConcurrentDictionary<string, DeliveryOutcome> _unnoted = new();

    /// <summary>Sends a message under a name, unless it was sent before.</summary>
    /// <param name="name">The name of the message.</param>
    /// <param name="attempt">The attempt. After an ambiguous outcome, only a higher attempt sends the message again. Null: every call does.</param>
    /// <param name="send">Sends the message under the given receipt.</param>
    /// <returns>The outcome of the message.</returns>
    public async Task<DeliveryOutcome> SendOnceAsync(string name, int? attempt, Func<Receipt, CancellationToken, Task<DeliveryOutcome>> send)
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

    private async Task<DeliveryOutcome> SendAndRecordAsync(string name, int? attempt, Func<Receipt, CancellationToken, Task<DeliveryOutcome>> send)
    {
        var known = _unnoted.GetValueOrDefault(name);
        var receipt = new Receipt(redis, $"nudge:receipt:{name}", _sender, attempt, time);
        var outcome = await SendUnlessAnsweredAsync(receipt, known, send);
        try
        {
            await receipt.EndAsync(outcome);
            if (known is not null)
                _unnoted.TryRemove(name, out _);
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            // This process remembers the outcome. An ambiguous one needs no memory: the first mark already says so.
            logger.StoreUnavailable(failure);
            if (outcome is DeliveryOutcome.Ambiguous)
                _unnoted.TryRemove(name, out _);
            else
                _unnoted[name] = outcome;
        }

        return outcome;
    }

    private async Task<DeliveryOutcome> SendUnlessAnsweredAsync(
        Receipt receipt, DeliveryOutcome? known, Func<Receipt, CancellationToken, Task<DeliveryOutcome>> send)
    {
        try
        {
            if ((known as DeliveryOutcome.Delivered ?? await receipt.FindAnswerAsync(isOwnMarkVoid: known is not null)) is { } answer)
            {
                metrics.Answered(answer);
                return answer;
            }

            using var timeout = new CancellationTokenSource(IChannel.Timeout, time);
            var outcome = await send(receipt, timeout.Token);
            metrics.Sent(outcome);
            return outcome;
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            // Nothing was sent: Redis failed before the send, or while the bot recorded a failed send.
            logger.StoreUnavailable(failure);
            metrics.Unavailable();
            return new DeliveryOutcome.RetryLater(RedisRetry, "the bot's store cannot be reached");
        }
    }
}
