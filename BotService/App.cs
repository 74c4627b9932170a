using System.Net;
using Nudge.BotService.Channel;
using Nudge.BotService.Conversations;
using Nudge.BotService.Reminders;
using Nudge.V1;

namespace Nudge.BotService;

/// <summary>What the bot can do at any time, in a turn or long after: find a conversation, and send to it.</summary>
internal sealed class App(IChannel channel, ConversationStore conversations, ILogger<App> logger)
{
    /// <summary>Finds the conversation in which a recipient is told: the one it names, else the personal one with the user.</summary>
    /// <returns>Null where the bot was never there, or is there no longer.</returns>
    public Task<ConversationReference?> FindConversation(Recipient recipient) => recipient switch
    {
        { ConversationId.Length: > 0 } => conversations.FindAsync(recipient.ConversationId),
        { UserId.Length: > 0 } => conversations.FindByUserAsync(recipient.UserId),
        _ => Task.FromResult<ConversationReference?>(null),
    };

    /// <summary>Sends a message to a conversation, through its own service URL, and tells what became of it.</summary>
    public async Task<DeliveryOutcome> Send(ConversationReference conversation, string text, CancellationToken cancellationToken)
    {
        try
        {
            return new DeliveryOutcome.Delivered(await channel.SendAsync(conversation, text, cancellationToken));
        }
        catch (Exception failure) when (SendFailures.Classify(failure) is { } outcome)
        {
            return await AfterFailure(conversation, failure, outcome);
        }
    }

    private async Task<DeliveryOutcome> AfterFailure(ConversationReference conversation, Exception failure, DeliveryOutcome outcome)
    {
        switch ((failure as HttpRequestException)?.StatusCode)
        {
            case HttpStatusCode.Unauthorized:
                logger.NotAuthorized();
                break;
            case HttpStatusCode.NotFound:
                logger.ConversationGone(conversation.ConversationId);
                await conversations.ForgetAsync(conversation.ConversationId);
                break;
        }

        return outcome;
    }
}
