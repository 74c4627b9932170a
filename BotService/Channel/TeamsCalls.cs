using System.Net;
using Nudge.BotService.Conversations;
using Nudge.BotService.Limits;
using Nudge.BotService.Reminders;

namespace Nudge.BotService.Channel;

/// <summary>What goes before every call to Teams, and what follows from its failure.</summary>
internal sealed class TeamsCalls(ServiceUrls serviceUrls, CallLimiter limiter, ConversationStore conversations, ILogger<TeamsCalls> logger)
{
    /// <summary>Waits until a call to a conversation may be made.</summary>
    /// <returns>Null: it is to be made now; else why it is not to be made.</returns>
    public async Task<DeliveryOutcome?> AwaitRoomAsync(ConversationReference conversation, TimeSpan patience, CancellationToken cancellationToken)
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
        if (permit.Wait > TimeSpan.Zero)
            await Task.Delay(permit.Wait, CancellationToken.None);
        return null;
    }

    /// <summary>Remembers what the failure of a call says of the calls to come.</summary>
    public async Task NoteFailureAsync(ConversationReference conversation, Exception failure)
    {
        if (failure is ThrottledException throttled)
            await limiter.HoldAsync(conversation, throttled.RetryAfter);

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
    }
}
