using Microsoft.Extensions.Logging;
using Microsoft.Teams.Apps;
using Nudge.Client;
using Nudge.V1;

namespace Nudge.Teams;

/// <summary>
/// Sends messages to users and conversations, in a turn or long after. A message goes to its conversation's own service URL, and waits for room in
/// Teams' limits.
/// </summary>
public sealed class ProactiveApp
{
    private static readonly TimeSpan RedisRetry = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of an update for room in Teams' limits. A person waits for the card.</summary>
    private static readonly TimeSpan UpdateTimeout = TimeSpan.FromSeconds(2);

    private readonly Connector _connector;
    private readonly TeamsCalls _calls;
    private readonly ConversationStore _conversations;
    private readonly ConversationOpener _opener;
    private readonly UnreachableRecipients _unreachable;
    private readonly ILogger<ProactiveApp> _logger;

    internal ProactiveApp(Connector connector, TeamsCalls calls, ConversationStore conversations, ConversationOpener opener, UnreachableRecipients unreachable, ILogger<ProactiveApp> logger) =>
        (_connector, _calls, _conversations, _opener, _unreachable, _logger) = (connector, calls, conversations, opener, unreachable, logger);

    /// <summary>
    /// Sends a text to a user or a conversation. Opens the personal conversation when there is none and the user shares a group chat or team with the
    /// bot.
    /// </summary>
    /// <param name="id">The user's Microsoft Entra object id, or Teams' id of a conversation.</param>
    /// <param name="text">The text, without formatting.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <returns>Teams' id of the message; empty when Teams returned none.</returns>
    /// <exception cref="NotDeliveredException">The message was not sent, or may not have been sent. A handler can let it pass: the reminder has its outcome.</exception>
    public Task<string> Send(string id, string text, CancellationToken cancellationToken = default) => Send(id, new MessageActivityInput().WithText(text), cancellationToken);

    /// <param name="id">The user's Microsoft Entra object id, or Teams' id of a conversation.</param>
    /// <param name="message">The message, with a card for example.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <inheritdoc cref="Send(string, string, CancellationToken)"/>
    public async Task<string> Send(string id, MessageActivityInput message, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var outcome = await TryAsync(async () => await SendOnce(await RecipientOf(id), message, receipt: null, cancellationToken));
        return outcome is DeliveryOutcome.Delivered delivered ? delivered.MessageId : throw new NotDeliveredException(outcome);
    }

    /// <summary>
    /// Sends a text under a receipt to the recipient's conversation, or to the personal conversation with its user. A handler that takes a
    /// <see cref="DeliveryReceipt"/> calls this method: the receipt begins immediately before the send, and not before the handler.
    /// </summary>
    /// <param name="recipient">The recipient.</param>
    /// <param name="text">The text, without formatting.</param>
    /// <param name="receipt">The receipt of this message. One receipt sends one message.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <returns>The outcome of the message.</returns>
    public Task<DeliveryOutcome> SendOnce(Recipient recipient, string text, DeliveryReceipt receipt, CancellationToken cancellationToken) =>
        SendOnce(recipient, new MessageActivityInput().WithText(text), receipt, cancellationToken);

    /// <param name="recipient">The recipient.</param>
    /// <param name="message">The message, with a card for example.</param>
    /// <param name="receipt">The receipt of this message; null without one. One receipt sends one message.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <inheritdoc cref="SendOnce(Recipient, string, DeliveryReceipt, CancellationToken)"/>
    public Task<DeliveryOutcome> SendOnce(Recipient recipient, MessageActivityInput message, DeliveryReceipt? receipt, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var outcome = await FindAndSend(recipient, message, receipt, cancellationToken);
        // Noted before the scheduler gets the outcome, and pauses the recipient's reminders.
        if (outcome is DeliveryOutcome.RecipientUnreachable)
            await _unreachable.NoteAsync(recipient);
        return outcome;
    });

    /// <summary>Sends a message under a receipt to a known conversation, such as that of the turn.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="message">The message.</param>
    /// <param name="receipt">The receipt of this message. One receipt sends one message.</param>
    /// <param name="roomTimeout">How long the message may wait for room in Teams' limits. After that, its outcome is <see cref="DeliveryOutcome.RetryLater"/>.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <returns>The outcome of the message.</returns>
    public Task<DeliveryOutcome> SendOnce(ConversationReference conversation, MessageActivityInput message, DeliveryReceipt receipt, TimeSpan roomTimeout, CancellationToken cancellationToken) =>
        TryAsync(() => SendTo(conversation, message, receipt, roomTimeout, cancellationToken));

    /// <summary>Replaces a message that the bot sent, for everyone in its conversation.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="messageId">Teams' id of the message.</param>
    /// <param name="message">The new message.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <returns>The outcome of the change.</returns>
    public Task<DeliveryOutcome> Update(ConversationReference conversation, string messageId, MessageActivityInput message, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(conversation);
        if (await _calls.AwaitRoomAsync(conversation, UpdateTimeout, cancellationToken) is { } refusal)
            return refusal;

        try
        {
            await _connector.UpdateAsync(conversation, messageId, message, cancellationToken);
            return new DeliveryOutcome.Delivered(messageId);
        }
        catch (Exception failure) when (SendFailures.Classify(failure) is { } outcome)
        {
            // Another refusal is about the message. It can be deleted while the conversation lives on.
            if (failure is ThrottledException)
                await _calls.NoteFailureAsync(conversation, failure);
            return outcome;
        }
    });

    /// <summary>Finds a mentioned person in a group chat or team.</summary>
    /// <param name="conversation">The conversation of the message.</param>
    /// <param name="mention">The mention.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <returns>The person's Microsoft Entra object id; null when the person is not in the conversation.</returns>
    /// <exception cref="NotDeliveredException">Teams did not answer, or its limits have no room. Let the exception pass: Teams repeats the activity.</exception>
    public async Task<string?> FindUser(ConversationReference conversation, Mention mention, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mention);
        try
        {
            return (await _opener.FindMemberAsync(conversation, mention.AccountId, cancellationToken))?.UserId;
        }
        catch (Exception failure) when (SendFailures.Classify(failure) is { } outcome)
        {
            throw new NotDeliveredException(outcome);
        }
    }

    // Teams' local tools have users whose ids are not GUIDs.
    private async Task<Recipient> RecipientOf(string id) =>
        Guid.TryParse(id, out _) || await _conversations.FindByUserAsync(id) is not null ? new Recipient { UserId = id } : new Recipient { ConversationId = id };

    private async Task<DeliveryOutcome> FindAndSend(Recipient recipient, MessageActivityInput message, DeliveryReceipt? receipt, CancellationToken cancellationToken)
    {
        var conversation = await _conversations.FindAsync(recipient);
        if (conversation is null && recipient.ConversationId.Length == 0)
        {
            if (await _opener.OpenAsync(recipient, cancellationToken) is { } refusal)
                return refusal;
            conversation = await _conversations.FindAsync(recipient);
        }

        return conversation is null
            ? new DeliveryOutcome.RecipientUnreachable("the bot knows no conversation with this recipient")
            : await SendTo(conversation, message, receipt, roomTimeout: default, cancellationToken);
    }

    private async Task<DeliveryOutcome> SendTo(
        ConversationReference conversation, MessageActivityInput message, DeliveryReceipt? receipt, TimeSpan roomTimeout, CancellationToken cancellationToken)
    {
        if (await _calls.AwaitRoomAsync(conversation, roomTimeout, cancellationToken) is { } refusal)
            return refusal;
        if (receipt is not null && !await receipt.BeginAsync())
            return new DeliveryOutcome.RetryLater(TimeSpan.Zero, "another process of the bot has begun to send the message");

        try
        {
            return new DeliveryOutcome.Delivered(await _connector.SendAsync(conversation, message, cancellationToken));
        }
        catch (Exception failure) when (SendFailures.Classify(failure) is { } outcome)
        {
            await _calls.NoteFailureAsync(conversation, failure);
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
            _logger.RedisUnavailable(failure);
            return new DeliveryOutcome.RetryLater(RedisRetry, "the bot's store cannot be reached");
        }
    }
}
