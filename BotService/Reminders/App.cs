using Nudge.BotService.Channel;
using Nudge.BotService.Conversations;
using Nudge.BotService.Limits;
using Nudge.BotService.Redis;
using Nudge.Client;
using Nudge.V1;

namespace Nudge.BotService.Reminders;

/// <summary>Finds conversations and sends to them, in a turn or long after.</summary>
internal sealed class App(
    IChannel channel, TeamsCalls calls, ConversationStore conversations, ConversationOpener opener, UnreachableRecipients unreachable, ILogger<App> logger)
{
    private static readonly TimeSpan RedisRetry = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Sends a message to the recipient's conversation, or to the personal conversation with its user. Opens the personal conversation when there is
    /// none and the user shares a group chat or team with the bot.
    /// </summary>
    /// <inheritdoc cref="Send(ConversationReference, string, DeliveryReceipt, CancellationToken, TimeSpan)"/>
    public Task<DeliveryOutcome> Send(Recipient recipient, string text, DeliveryReceipt receipt, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var outcome = await FindAndSend(recipient, text, receipt, cancellationToken);
        // Noted before the scheduler gets the outcome, and pauses the recipient's reminders.
        if (outcome is DeliveryOutcome.RecipientUnreachable)
            await unreachable.NoteAsync(recipient);
        return outcome;
    });

    /// <summary>
    /// Sends a message to a conversation at its own service URL. The message waits for room in Teams' limits.
    /// </summary>
    /// <param name="conversation">The conversation to send to.</param>
    /// <param name="text">The text of the message.</param>
    /// <param name="receipt">The receipt of this message. One receipt sends one message.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <param name="roomTimeout">How long the message may wait for room. Default: <see cref="CallPermit.Longest"/>. After that, it is to be sent later.</param>
    /// <returns>The outcome of the message.</returns>
    public Task<DeliveryOutcome> Send(
        ConversationReference conversation, string text, DeliveryReceipt receipt, CancellationToken cancellationToken, TimeSpan roomTimeout = default) =>
        TryAsync(() => SendTo(conversation, text, receipt, roomTimeout, cancellationToken));

    private async Task<DeliveryOutcome> FindAndSend(Recipient recipient, string text, DeliveryReceipt receipt, CancellationToken cancellationToken)
    {
        var conversation = await FindConversation(recipient);
        if (conversation is null && recipient.ConversationId.Length == 0)
        {
            if (await opener.OpenAsync(recipient, cancellationToken) is { } refusal)
                return refusal;
            conversation = await FindConversation(recipient);
        }

        return conversation is null
            ? new DeliveryOutcome.RecipientUnreachable("the bot knows no conversation with this recipient")
            : await SendTo(conversation, text, receipt, roomTimeout: default, cancellationToken);
    }

    private async Task<DeliveryOutcome> SendTo(
        ConversationReference conversation, string text, DeliveryReceipt receipt, TimeSpan roomTimeout, CancellationToken cancellationToken)
    {
        if (await calls.AwaitRoomAsync(conversation, roomTimeout, cancellationToken) is { } refusal)
            return refusal;
        if (!await receipt.BeginAsync())
            return new DeliveryOutcome.RetryLater(TimeSpan.Zero, "another process of the bot has begun to send the message");

        try
        {
            return new DeliveryOutcome.Delivered(await channel.SendAsync(conversation, text, cancellationToken));
        }
        catch (Exception failure) when (SendFailures.Classify(failure) is { } outcome)
        {
            await calls.NoteFailureAsync(conversation, failure);
            return outcome;
        }
    }

    /// <summary>Sends. When Redis fails, nothing was sent: Redis is used before a send, and after a send that failed.</summary>
    private async Task<DeliveryOutcome> TryAsync(Func<Task<DeliveryOutcome>> send)
    {
        try
        {
            return await send();
        }
        catch (Exception failure) when (failure.IsRedisFailure())
        {
            logger.RedisUnavailable(failure);
            return new DeliveryOutcome.RetryLater(RedisRetry, "the bot's store cannot be reached");
        }
    }

    private Task<ConversationReference?> FindConversation(Recipient recipient) => recipient switch
    {
        { ConversationId.Length: > 0 } => conversations.FindAsync(recipient.ConversationId),
        { UserId.Length: > 0 } => conversations.FindByUserAsync(recipient.UserId),
        _ => Task.FromResult<ConversationReference?>(null),
    };
}
