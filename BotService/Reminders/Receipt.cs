using Nudge.BotService.Channel;
using Nudge.BotService.Redis;
using StackExchange.Redis;

namespace Nudge.BotService.Reminders;

/// <summary>The receipt of one message, in Redis. It says whether the message was sent, is being sent, or may have been sent. It has two marks.</summary>
/// <remarks>
/// The first mark, "sending" with sender, deadline and attempt, is set immediately before the send. The second mark, "sent" with the message id, is
/// set after the send. A first mark past its deadline means that its sender died in between, or did not learn the outcome. Only then is the
/// message ambiguous. It stays ambiguous for every redelivery of the same attempt, because an answer can be lost. Only a higher attempt, which is a
/// deliberate retry, sends the message again. A message that certainly was not sent leaves no mark.
/// </remarks>
internal sealed class Receipt(IDatabase redis, RedisKey key, string sender, int? attempt, TimeProvider time)
{
    /// <summary>How long a receipt is kept. The scheduler has settled the delivery, retries included, long before.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>How long a sender may take: the timeout of the send, and half as much for all around it, including clock differences.</summary>
    private static readonly TimeSpan Deadline = IChannel.Timeout * 1.5;

    private RedisValue _present;
    private ReceiptMark.Sending? _mark;

    /// <summary>Finds the answer of the receipt.</summary>
    /// <param name="isOwnMarkVoid">True when this sender knows that it did not send. Its own first mark is then ignored.</param>
    /// <returns>The outcome of the message; null when the message can be sent.</returns>
    public async Task<DeliveryOutcome?> FindAnswerAsync(bool isOwnMarkVoid = false)
    {
        _present = await redis.StringGetAsync(key);
        return ReceiptMark.Parse(_present) switch
        {
            ReceiptMark.Sent sent => new DeliveryOutcome.Delivered(sent.MessageId),
            ReceiptMark.Sending sending when isOwnMarkVoid && sending.Sender == sender => null,
            ReceiptMark.Sending sending when sending.Deadline - time.GetUtcNow() is var left && left > TimeSpan.Zero =>
                new DeliveryOutcome.RetryLater(left, "another process of the bot is sending the message"),
            ReceiptMark.Sending sending when attempt <= sending.Attempt => new DeliveryOutcome.Ambiguous("a process of the bot ended while it was sending the message"),
            _ => null,
        };
    }

    /// <summary>Sets the first mark. Call it once, immediately before the send: a receipt is for one message.</summary>
    /// <returns>True when the mark was set. False when another process has set it meanwhile: do not send then.</returns>
    /// <exception cref="InvalidOperationException">The first mark was set before.</exception>
    public async Task<bool> BeginAsync()
    {
        if (_mark is not null)
            throw new InvalidOperationException("a message has already been sent under this receipt: use one receipt per message");

        // Set the field first: when Redis does not answer, it may still have stored the mark.
        _mark = new ReceiptMark.Sending(sender, time.GetUtcNow() + Deadline, attempt ?? 0);
        var isSet = _present.IsNull
            ? await redis.StringSetAsync(key, _mark.ToString(), Kept, When.NotExists)
            : await redis.ReplaceIfAsync(key, _present, _mark.ToString(), Kept);
        if (!isSet)
            _mark = null;
        return isSet;
    }

    /// <summary>Records the outcome of the message.</summary>
    public Task EndAsync(DeliveryOutcome outcome) => (outcome, _mark) switch
    {
        (DeliveryOutcome.Delivered delivered, _) => redis.StringSetAsync(key, new ReceiptMark.Sent(delivered.MessageId).ToString(), Kept),
        (_, null) => Task.CompletedTask,
        (DeliveryOutcome.Ambiguous, var mark) => redis.StringSetAsync(key, (mark with { Deadline = time.GetUtcNow() }).ToString(), Kept),
        (_, var mark) => redis.DeleteIfAsync(key, mark.ToString()),
    };
}
