using Grpc.Core;
using Microsoft.Extensions.Logging;
using Nudge.V1;
using StackExchange.Redis;

namespace Nudge.Teams;

/// <summary>
/// Remembers the recipients that the bot reported to the scheduler as unreachable. Tells the scheduler when they are seen again: until then, it
/// holds back their reminders.
/// </summary>
internal sealed class UnreachableRecipients(
    IDatabase redis, ReminderScheduler.ReminderSchedulerClient scheduler, TimeProvider time, ILogger<UnreachableRecipients> logger)
{
    /// <summary>
    /// How long the scheduler may take to hold back a recipient's reminders: several of them, one after the other. Within this time, each activity of
    /// the recipient resumes the reminders that the scheduler holds back at that moment.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Returns the key of a recipient: by conversation when it names one, otherwise by user. The scheduler holds back by the same rule.</summary>
    public static RedisKey KeyOf(Recipient recipient) =>
        recipient.ConversationId.Length > 0 ? $"nudge:unreachable:conversation:{recipient.ConversationId}" : $"nudge:unreachable:user:{recipient.UserId}";

    /// <summary>Records an unreachable recipient. Call it before the scheduler gets the outcome.</summary>
    public Task NoteAsync(Recipient recipient) => redis.StringSetAsync(KeyOf(recipient), Now);

    /// <summary>Records recipients that the scheduler may hold back without a record here.</summary>
    public Task SuspectAsync(IEnumerable<Recipient> recipients) => Task.WhenAll(recipients.Select(recipient =>
        redis.StringSetAsync(KeyOf(recipient), Now, when: When.NotExists)));

    /// <summary>Resumes the reminders of recipients that were seen. A failed call is repeated at their next activity.</summary>
    public Task ReachableAgainAsync(IEnumerable<Recipient> recipients, CancellationToken cancellationToken) =>
        Task.WhenAll(recipients.Select(recipient => ResumeAsync(recipient, cancellationToken)));

    private async Task ResumeAsync(Recipient recipient, CancellationToken cancellationToken)
    {
        var key = KeyOf(recipient);
        var noted = await redis.StringGetAsync(key);
        if (noted.IsNull)
            return;

        try
        {
            await scheduler.ResumeRecipientAsync(new ResumeRecipientRequest { Recipient = recipient }, cancellationToken: cancellationToken);
            if (Now - (long)noted > Settled.TotalMilliseconds)
                await redis.DeleteIfAsync(key, noted);
        }
        catch (RpcException failure)
        {
            logger.NotResumed(failure);
        }
    }
}
