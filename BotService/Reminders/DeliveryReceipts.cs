using System.Collections.Concurrent;
using Nudge.BotService.Channel;
using Nudge.BotService.Redis;
using StackExchange.Redis;

namespace Nudge.BotService.Reminders;

/// <summary>Sees to it that what is sent under a name is sent once, however often and to however many processes it is given: see <see cref="Receipt"/>.</summary>
internal sealed class DeliveryReceipts(IConnectionMultiplexer connection, TimeProvider time, ILogger<DeliveryReceipts> logger)
{
    private static readonly TimeSpan RedisRetry = TimeSpan.FromSeconds(1);

    private readonly string _sender = Guid.NewGuid().ToString("n");
    private readonly ConcurrentDictionary<string, Lazy<Task<DeliveryOutcome>>> _underWay = new();

    /// <summary>Sends under a name unless that was done before, and tells what became of it.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="attempt">Counts up whenever somebody, told that it is in doubt, wants it sent all the same; null: whoever asks again does.</param>
    /// <param name="send">Sends it, under the receipt that it is given.</param>
    public async Task<DeliveryOutcome> SendOnceAsync(string name, int? attempt, Func<Receipt, CancellationToken, Task<DeliveryOutcome>> send)
    {
        // What this process is sending already is awaited: its outcome answers both.
        var sending = _underWay.GetOrAdd(name, _ => new Lazy<Task<DeliveryOutcome>>(() => SendAsync(
            new Receipt(connection.GetDatabase(), $"nudge:receipt:{name}", _sender, attempt, time), send)));
        try
        {
            return await sending.Value;
        }
        finally
        {
            _underWay.TryRemove(KeyValuePair.Create(name, sending));
        }
    }

    private async Task<DeliveryOutcome> SendAsync(Receipt receipt, Func<Receipt, CancellationToken, Task<DeliveryOutcome>> send)
    {
        try
        {
            if (await receipt.FindAnswerAsync() is { } answer)
                return answer;
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            logger.StoreUnavailable(failure);
            return new DeliveryOutcome.RetryLater(RedisRetry, "the bot's store cannot be reached");
        }

        using var timeout = new CancellationTokenSource(TeamsHttpClient.SendTimeout, time);
        var outcome = await send(receipt, timeout.Token);
        await NoteAsync(receipt, outcome);
        return outcome;
    }

    private async Task NoteAsync(Receipt receipt, DeliveryOutcome outcome)
    {
        try
        {
            await receipt.EndAsync(outcome);
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            // The outcome is known all the same, and who was told was told.
            logger.StoreUnavailable(failure);
        }
    }
}
