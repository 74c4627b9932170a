using System.Collections.Concurrent;
using Nudge.BotService.Channel;
using Nudge.BotService.Redis;
using StackExchange.Redis;

namespace Nudge.BotService.Reminders;

/// <summary>Sees to it that what is sent under a name is sent once, however often and to however many processes it is given: see <see cref="Receipt"/>.</summary>
internal sealed class DeliveryReceipts(IConnectionMultiplexer connection, TimeProvider time, ReceiptMetrics metrics, ILogger<DeliveryReceipts> logger)
{
    private static readonly TimeSpan RedisRetry = TimeSpan.FromSeconds(1);

    private readonly string _sender = Guid.NewGuid().ToString("n");
    private readonly ConcurrentDictionary<string, Lazy<Task<DeliveryOutcome>>> _underWay = new();

    /// <summary>What became of messages whose receipts may say something else, because Redis did not answer.</summary>
    private readonly ConcurrentDictionary<string, DeliveryOutcome> _unnoted = new();

    /// <summary>Sends under a name unless that was done before, and tells what became of it.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="attempt">Counts up whenever somebody, told that it is in doubt, wants it sent all the same; null: whoever asks again does.</param>
    /// <param name="send">Sends it, under the receipt that it is given.</param>
    public async Task<DeliveryOutcome> SendOnceAsync(string name, int? attempt, Func<Receipt, CancellationToken, Task<DeliveryOutcome>> send)
    {
        // What this process is sending already is awaited: its outcome answers both.
        var sending = _underWay.GetOrAdd(name, _ => new Lazy<Task<DeliveryOutcome>>(() => SendAsync(name, attempt, send)));
        try
        {
            return await sending.Value;
        }
        finally
        {
            _underWay.TryRemove(KeyValuePair.Create(name, sending));
        }
    }

    private async Task<DeliveryOutcome> SendAsync(string name, int? attempt, Func<Receipt, CancellationToken, Task<DeliveryOutcome>> send)
    {
        var known = _unnoted.GetValueOrDefault(name);
        var receipt = new Receipt(connection.GetDatabase(), $"nudge:receipt:{name}", _sender, attempt, time);
        if (known is DeliveryOutcome.Delivered)
            metrics.Answered(known);
        var outcome = known is DeliveryOutcome.Delivered ? known : await SendAsync(receipt, isOwnMarkVoid: known is not null, send);
        try
        {
            await receipt.EndAsync(outcome);
            if (known is not null)
                _unnoted.TryRemove(name, out _);
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            // It is known all the same, for as long as this process lives. Of what is in doubt the first mark says so by itself.
            logger.StoreUnavailable(failure);
            if (outcome is DeliveryOutcome.Ambiguous)
                _unnoted.TryRemove(name, out _);
            else
                _unnoted[name] = outcome;
        }

        return outcome;
    }

    private async Task<DeliveryOutcome> SendAsync(Receipt receipt, bool isOwnMarkVoid, Func<Receipt, CancellationToken, Task<DeliveryOutcome>> send)
    {
        try
        {
            if (await receipt.FindAnswerAsync(isOwnMarkVoid) is { } answer)
            {
                metrics.Answered(answer);
                return answer;
            }

            using var timeout = new CancellationTokenSource(TeamsHttpClient.SendTimeout, time);
            var outcome = await send(receipt, timeout.Token);
            metrics.Sent(outcome);
            return outcome;
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            // Before the send: the send itself never fails like this. Or nothing was sent, and that nobody can be reached was not noted.
            logger.StoreUnavailable(failure);
            metrics.Unavailable();
            return new DeliveryOutcome.RetryLater(RedisRetry, "the bot's store cannot be reached");
        }
    }
}
