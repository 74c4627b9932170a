using System.Collections.Concurrent;
using Nudge.BotService.Channel;
using Nudge.BotService.Redis;
using StackExchange.Redis;

namespace Nudge.BotService.Reminders;

/// <summary>Sees to it that what is sent under a name is sent once, however often and to however many processes it is given.</summary>
/// <remarks>
/// A receipt has two marks. The first, "sending" with sender, deadline and attempt, is set before the message goes out; the second,
/// "sent" with its id, after. A first mark whose deadline has passed means that its sender died in between, or did not learn what became of it:
/// only that is ambiguous. It stays so for whoever asks about the same attempt, for the answer may be lost on its way; only an attempt after it,
/// which is made because somebody has decided so, is sent. A message that certainly was not sent leaves no mark.
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
    /// <param name="name">What it is.</param>
    /// <param name="attempt">Counts up whenever somebody, told that it is in doubt, wants it sent all the same; null: whoever asks again does.</param>
    /// <param name="send">Sends it.</param>
    public async Task<DeliveryOutcome> SendOnceAsync(string name, int? attempt, Func<CancellationToken, Task<DeliveryOutcome>> send)
    {
        // What this process is sending already is awaited: its outcome answers both.
        var sending = _underWay.GetOrAdd(name, _ => new Lazy<Task<DeliveryOutcome>>(() => SendAsync($"nudge:receipt:{name}", attempt, send)));
        try
        {
            return await sending.Value;
        }
        finally
        {
            _underWay.TryRemove(KeyValuePair.Create(name, sending));
        }
    }

    private async Task<DeliveryOutcome> SendAsync(RedisKey key, int? attempt, Func<CancellationToken, Task<DeliveryOutcome>> send)
    {
        var mark = new ReceiptMark.Sending(_sender, time.GetUtcNow() + Deadline, attempt ?? 0);
        try
        {
            if (!await Redis.StringSetAsync(key, mark.ToString(), Kept, When.NotExists)
                && await AnswerFromAsync(key, mark, attempt) is { } answer)
                return answer;
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

    /// <summary>What the receipt says; null: nothing that is against sending, and the mark is set.</summary>
    private async Task<DeliveryOutcome?> AnswerFromAsync(RedisKey key, ReceiptMark.Sending mark, int? attempt)
    {
        var present = await Redis.StringGetAsync(key);
        switch (ReceiptMark.Parse(present))
        {
            case ReceiptMark.Sent sent:
                return new DeliveryOutcome.Delivered(sent.MessageId);

            case ReceiptMark.Sending sending when sending.Deadline - time.GetUtcNow() is var left && left > TimeSpan.Zero:
                return new DeliveryOutcome.RetryLater(left, "another process of the bot is sending it");

            case ReceiptMark.Sending sending when attempt <= sending.Attempt:
                return new DeliveryOutcome.Ambiguous("a process of the bot ended while it was sending it");

            case ReceiptMark.Sending when await Redis.ReplaceIfAsync(key, present, mark.ToString(), Kept):
                return null;

            default:
                return new DeliveryOutcome.RetryLater(TimeSpan.Zero, "its receipt was just changed");
        }
    }

    private async Task NoteAsync(RedisKey key, ReceiptMark.Sending mark, DeliveryOutcome outcome)
    {
        try
        {
            if (outcome is DeliveryOutcome.Delivered delivered)
                await Redis.StringSetAsync(key, new ReceiptMark.Sent(delivered.MessageId).ToString(), Kept);
            else if (outcome is DeliveryOutcome.Ambiguous)
                await Redis.StringSetAsync(key, (mark with { Deadline = time.GetUtcNow() }).ToString(), Kept);
            else
                await Redis.DeleteIfAsync(key, mark.ToString());
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            // The outcome is known all the same, and who was told was told.
            logger.StoreUnavailable(failure);
        }
    }
}
