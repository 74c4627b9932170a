using Nudge.BotService.Channel;
using Nudge.BotService.Redis;
using StackExchange.Redis;

namespace Nudge.BotService.Reminders;

/// <summary>The receipt of one message, in Redis: whether it was sent, is being sent, or may have been. It has two marks.</summary>
/// <remarks>
/// The first, "sending" with sender, deadline and attempt, is set at the last moment before the message goes out; the second, "sent" with its id,
/// after. A first mark whose deadline has passed means that its sender died in between, or did not learn what became of it: only that is
/// ambiguous. It stays so for whoever asks about the same attempt, for the answer may be lost on its way; only an attempt after it, which is made
/// because somebody has decided so, is sent. A message that certainly was not sent leaves no mark.
/// </remarks>
internal sealed class Receipt(IDatabase redis, RedisKey key, string sender, int? attempt, TimeProvider time)
{
    /// <summary>How long a receipt answers. The scheduler has settled, retries included, long before.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>How long a sender may take: the send itself, and half as much for all around it, clocks that differ included.</summary>
    private static readonly TimeSpan Deadline = TeamsHttpClient.SendTimeout * 1.5;

    private RedisValue _present;
    private ReceiptMark.Sending? _mark;

    /// <summary>Finds what the receipt says.</summary>
    /// <param name="isOwnMarkVoid">This sender knows that it did not send, whatever mark of its own it finds.</param>
    /// <returns>What became of the message; null: nothing that is against sending it.</returns>
    public async Task<DeliveryOutcome?> FindAnswerAsync(bool isOwnMarkVoid = false)
    {
        _present = await redis.StringGetAsync(key);
        return ReceiptMark.Parse(_present) switch
        {
            ReceiptMark.Sent sent => new DeliveryOutcome.Delivered(sent.MessageId),
            ReceiptMark.Sending sending when isOwnMarkVoid && sending.Sender == sender => null,
            ReceiptMark.Sending sending when sending.Deadline - time.GetUtcNow() is var left && left > TimeSpan.Zero =>
                new DeliveryOutcome.RetryLater(left, "another process of the bot is sending it"),
            ReceiptMark.Sending sending when attempt <= sending.Attempt => new DeliveryOutcome.Ambiguous("a process of the bot ended while it was sending it"),
            _ => null,
        };
    }

    /// <summary>Sets the first mark. To be called when nothing is left to wait for, and once: a receipt is one message's.</summary>
    /// <returns>False: somebody else has set it meanwhile, and nothing is to be sent.</returns>
    public async Task<bool> BeginAsync()
    {
        if (_mark is not null)
            throw new InvalidOperationException("a message has been sent under this receipt, which is for one");

        // Set here first: should Redis not answer, it may still have set it there.
        _mark = new ReceiptMark.Sending(sender, time.GetUtcNow() + Deadline, attempt ?? 0);
        var isSet = _present.IsNull
            ? await redis.StringSetAsync(key, _mark.ToString(), Kept, When.NotExists)
            : await redis.ReplaceIfAsync(key, _present, _mark.ToString(), Kept);
        if (!isSet)
            _mark = null;
        return isSet;
    }

    /// <summary>Notes what became of the message.</summary>
    public Task EndAsync(DeliveryOutcome outcome) => (outcome, _mark) switch
    {
        (DeliveryOutcome.Delivered delivered, _) => redis.StringSetAsync(key, new ReceiptMark.Sent(delivered.MessageId).ToString(), Kept),
        (_, null) => Task.CompletedTask,
        (DeliveryOutcome.Ambiguous, var mark) => redis.StringSetAsync(key, (mark with { Deadline = time.GetUtcNow() }).ToString(), Kept),
        (_, var mark) => redis.DeleteIfAsync(key, mark.ToString()),
    };
}
