using System.Globalization;
using Grpc.Core;
using Nudge.BotService.Redis;
using Nudge.V1;
using StackExchange.Redis;

namespace Nudge.BotService.Reminders;

/// <summary>
/// Remembers whom the scheduler was told that nobody can reach, and tells it when they turn up: until then it holds back everything
/// that is for them.
/// </summary>
internal sealed class UnreachableRecipients(
    IConnectionMultiplexer connection, ReminderScheduler.ReminderSchedulerClient scheduler, TimeProvider time, ILogger<UnreachableRecipients> logger)
{
    /// <summary>
    /// How long the scheduler may take to hold back what it was told of. Who turns up within it may have nothing to resume yet, and is
    /// asked for again at the next occasion.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    private IDatabase Redis => connection.GetDatabase();

    /// <summary>To be called before the scheduler is told.</summary>
    public Task NoteAsync(Recipient recipient) => Redis.StringSetAsync(KeyOf(recipient), time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The scheduler may have been told of them, without a note of it here.</summary>
    public Task SuspectAsync(IEnumerable<Recipient> recipients) => Task.WhenAll(recipients.Select(recipient =>
        Redis.StringSetAsync(KeyOf(recipient), 0, when: When.NotExists)));

    /// <summary>They turned up. What fails is done at the next occasion.</summary>
    public Task TurnedUpAsync(IEnumerable<Recipient> recipients, CancellationToken cancellationToken) =>
        Task.WhenAll(recipients.Select(recipient => ResumeAsync(recipient, cancellationToken)));

    /// <summary>Where somebody is told: by it the scheduler knows what else is told there.</summary>
    private static RedisKey KeyOf(Recipient recipient) =>
        recipient.ConversationId.Length > 0 ? $"nudge:unreachable:conversation:{recipient.ConversationId}" : $"nudge:unreachable:user:{recipient.UserId}";

    private async Task ResumeAsync(Recipient recipient, CancellationToken cancellationToken)
    {
        var key = KeyOf(recipient);
        var noted = await Redis.StringGetAsync(key);
        if (noted.IsNull)
            return;

        try
        {
            var answer = await scheduler.ResumeRecipientAsync(new ResumeRecipientRequest { Recipient = recipient }, cancellationToken: cancellationToken);
            var since = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(noted.ToString(), CultureInfo.InvariantCulture));
            if (answer.Resumed > 0 || time.GetUtcNow() - since > Settled)
                await Redis.DeleteIfAsync(key, noted);
        }
        catch (RpcException failure)
        {
            logger.NotResumed(failure);
        }
    }
}
