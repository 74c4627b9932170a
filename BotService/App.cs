using Nudge.BotService.Channel;
using Nudge.BotService.Conversations;
using Nudge.BotService.Limits;
using Nudge.BotService.Reminders;
using Nudge.V1;

namespace Nudge.BotService;

/// <summary>What the bot can do at any time, in a turn or long after: find a conversation, and send to it.</summary>
internal sealed class App(IChannel channel, TeamsCalls calls, ConversationStore conversations, Openings openings)
{
    /// <summary>How long what a person waits for may wait for room in Teams' limits.</summary>
    public static readonly TimeSpan ReplyPatience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Sends a message to a recipient: in the conversation it names, else in the personal one with the user, which is opened where there is none and
    /// the user is in a group chat or a team that the bot is in.
    /// </summary>
    /// <inheritdoc cref="Send(ConversationReference, string, Receipt, CancellationToken, TimeSpan)"/>
    public async Task<DeliveryOutcome> Send(Recipient recipient, string text, Receipt receipt, CancellationToken cancellationToken)
    {
        var conversation = await FindConversation(recipient);
        if (conversation is null && recipient.ConversationId.Length == 0)
        {
            if (await openings.OpenAsync(recipient, cancellationToken) is { } hindrance)
                return hindrance;
            conversation = await FindConversation(recipient);
        }

        return conversation is null
            ? new DeliveryOutcome.RecipientUnreachable("the bot knows no conversation with this recipient")
            : await Send(conversation, text, receipt, cancellationToken);
    }

    /// <summary>
    /// Sends a message to a conversation, through its own service URL, when Teams' limits have room for it, and tells what became of it.
    /// </summary>
    /// <param name="conversation">Where to.</param>
    /// <param name="text">What.</param>
    /// <param name="receipt">Of this message: one that was sent under it is not sent again.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <param name="patience">How long it may wait for room. Default: no longer than <see cref="CallPermit.Longest"/>; then it is to be sent again later.</param>
    public async Task<DeliveryOutcome> Send(
        ConversationReference conversation, string text, Receipt receipt, CancellationToken cancellationToken, TimeSpan patience = default)
    {
        if (await calls.AwaitRoomAsync(conversation, patience, cancellationToken) is { } hindrance)
            return hindrance;
        if (!await receipt.BeginAsync())
            return new DeliveryOutcome.RetryLater(TimeSpan.Zero, "another process of the bot has begun to send it");

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

    private Task<ConversationReference?> FindConversation(Recipient recipient) => recipient switch
    {
        { ConversationId.Length: > 0 } => conversations.FindAsync(recipient.ConversationId),
        { UserId.Length: > 0 } => conversations.FindByUserAsync(recipient.UserId),
        _ => Task.FromResult<ConversationReference?>(null),
    };
}
