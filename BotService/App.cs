using System.Net;
using Nudge.BotService.Channel;
using Nudge.BotService.Conversations;
using Nudge.BotService.Limits;
using Nudge.BotService.Reminders;
using Nudge.V1;

namespace Nudge.BotService;

/// <summary>What the bot can do at any time, in a turn or long after: find a conversation, and send to it.</summary>
internal sealed class App(IChannel channel, ServiceUrls serviceUrls, ConversationStore conversations, CallLimiter limiter, ILogger<App> logger)
{
    /// <summary>How long what a person waits for may wait for room in Teams' limits.</summary>
    public static readonly TimeSpan ReplyPatience = TimeSpan.FromSeconds(5);

    /// <summary>Finds the conversation in which a recipient is told: the one it names, else the personal one with the user.</summary>
    /// <returns>Null where the bot was never there, or is there no longer.</returns>
    public Task<ConversationReference?> FindConversation(Recipient recipient) => recipient switch
    {
        { ConversationId.Length: > 0 } => conversations.FindAsync(recipient.ConversationId),
        { UserId.Length: > 0 } => conversations.FindByUserAsync(recipient.UserId),
        _ => Task.FromResult<ConversationReference?>(null),
    };

    /// <summary>
    /// Sends a message to a conversation, through its own service URL, when Teams' limits have room for it, and tells what became of it.
    /// </summary>
    /// <param name="conversation">Where to.</param>
    /// <param name="text">What.</param>
    /// <param name="cancellationToken">Ends the wait for Teams.</param>
    /// <param name="patience">How long it may wait for room. Default: no longer than <see cref="CallPermit.Longest"/>; then it is to be sent again later.</param>
    public async Task<DeliveryOutcome> Send(ConversationReference conversation, string text, CancellationToken cancellationToken, TimeSpan patience = default)
    {
        // What was stored may be from another environment, or from before this was looked at.
        if (!serviceUrls.IsAllowed(conversation.ServiceUrl))
            return new DeliveryOutcome.RecipientUnreachable("the conversation's service URL is not one of Teams'");

        var permit = await limiter.EnterAsync(conversation);
        var left = patience;
        while (!permit.IsGranted && permit.Wait <= left)
        {
            left -= permit.Wait;
            await Task.Delay(permit.Wait, cancellationToken);
            permit = await limiter.EnterAsync(conversation);
        }

        if (!permit.IsGranted)
            return new DeliveryOutcome.RetryLater(permit.Wait, "there is no room in Teams' limits", permit.IsOfTenant);

        try
        {
            if (permit.Wait > TimeSpan.Zero)
                await Task.Delay(permit.Wait, CancellationToken.None);
            return new DeliveryOutcome.Delivered(await channel.SendAsync(conversation, text, cancellationToken));
        }
        catch (Exception failure) when (SendFailures.Classify(failure) is { } outcome)
        {
            return await AfterFailure(conversation, failure, outcome);
        }
    }

    private async Task<DeliveryOutcome> AfterFailure(ConversationReference conversation, Exception failure, DeliveryOutcome outcome)
    {
        if (failure is ThrottledException { RetryAfter: { } wait })
            await limiter.HoldAsync(conversation, wait);

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
