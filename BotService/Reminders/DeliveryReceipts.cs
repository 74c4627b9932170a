using System.Collections.Concurrent;
using Nudge.BotService.Channel;
using Nudge.BotService.Redis;
using StackExchange.Redis;

namespace Nudge.BotService.Reminders;

/// <summary>Sees to it that what is sent under a name is sent once, however often and to however many processes it is given.</summary>
/// <remarks>
/// A receipt has two marks. The first, "sending" with sender and deadline, is set before the message goes out; the second,
/// "sent" with its id, after. A first mark whose deadline has passed means that its sender died in between: only that is
/// ambiguous. A message that certainly was not sent leaves no mark.
/// </remarks>
internal sealed class DeliveryReceipts(IConnectionMultiplexer connection, TimeProvider time, ILogger<DeliveryReceipts> logger)
{
    /// <summary>How long a receipt answers. The scheduler has settled, retries included, long before.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>How long a sender may take: the send itself, and half as much for all around it, clocks that differ included.</summary>
    private static readonly TimeSpan Deadline = TeamsHttpClient.SendTimeout * 1.5;

    private static readonly TimeSpan RedisRetry = TimeSpan.FromSeconds(1);

    private readonly string _sender = Guid.NewGuid().ToString("n");
    private readonly ConcurrentDictionary<string, Lazy<Task<DeliveryOutcome>>> _underWay = new();

    private IDatabase Redis => connection.GetDatabase();

    /// <summary>Sends under a name unless that was done before, and tells what became of it.</summary>
    public async Task<DeliveryOutcome> SendOnceAsync(string name, Func<CancellationToken, Task<DeliveryOutcome>> send)
    {
        // What this process is sending already is awaited: its outcome answers both.
        var sending = _underWay.GetOrAdd(name, _ => new Lazy<Task<DeliveryOutcome>>(() => SendAsync($"nudge:receipt:{name}", send)));
        try
        {
            return await sending.Value;
        }
        finally
        {
            _underWay.TryRemove(KeyValuePair.Create(name, sending));
        }
    }

    private async Task<DeliveryOutcome> SendAsync(RedisKey key, Func<CancellationToken, Task<DeliveryOutcome>> send)
    {
        RedisValue mark = new ReceiptMark.Sending(_sender, time.GetUtcNow() + Deadline).ToString();
        try
        {
            if (!await Redis.StringSetAsync(key, mark, Kept, When.NotExists))
                return await AnswerFromAsync(key);
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            logger.StoreUnavailable(failure);
            return new DeliveryOutcome.RetryLater(RedisRetry, "the bot's store cannot be reached");
        }

        using var timeout = new CancellationTokenSource(TeamsHttpClient.SendTimeout, time);
        var outcome = await send(timeout.Token);
        await NoteAsync(key, mark, outcome);
        return outcome;
    }

    private async Task<DeliveryOutcome> AnswerFromAsync(RedisKey key)
    {
        var mark = await Redis.StringGetAsync(key);
        switch (ReceiptMark.Parse(mark))
        {
            case ReceiptMark.Sent sent:
                return new DeliveryOutcome.Delivered(sent.MessageId);

            case ReceiptMark.Sending sending when sending.Deadline - time.GetUtcNow() is var left && left > TimeSpan.Zero:
                return new DeliveryOutcome.RetryLater(left, "another process of the bot is sending it");

            case ReceiptMark.Sending:
                // Said once: what comes after is the policy's decision, and starts afresh.
                await Redis.DeleteIfAsync(key, mark);
                return new DeliveryOutcome.Ambiguous("a process of the bot ended while it was sending it");

            default:
                return new DeliveryOutcome.RetryLater(TimeSpan.Zero, "its receipt was just given back");
        }
    }

    private async Task NoteAsync(RedisKey key, RedisValue mark, DeliveryOutcome outcome)
    {
        try
        {
            if (outcome is DeliveryOutcome.Delivered delivered)
                await Redis.StringSetAsync(key, new ReceiptMark.Sent(delivered.MessageId).ToString(), Kept);
            else
                await Redis.DeleteIfAsync(key, mark);
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            // The outcome is known all the same, and who was told was told.
            logger.StoreUnavailable(failure);
        }
    }
}
