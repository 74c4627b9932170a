using System.Net;
using Microsoft.Extensions.Logging;
using Nudge.Client;

namespace Nudge.Teams;

/// <summary>Admits every call to Teams, and handles its failure.</summary>
internal sealed class TeamsCalls(ServiceUrls serviceUrls, CallLimiter limiter, ConversationStore conversations, ILogger<TeamsCalls> logger)
{
    /// <summary>Waits until Teams' limits have room for a call to a conversation.</summary>
    /// <returns>Null when the call is to be made now; otherwise why it must not be made.</returns>
    public async Task<DeliveryOutcome?> AwaitRoomAsync(ConversationReference conversation, TimeSpan roomTimeout, CancellationToken cancellationToken)
    {
        // The stored URL can be from another environment, or from a version without this check.
        if (!serviceUrls.IsAllowed(conversation.ServiceUrl))
            return new DeliveryOutcome.RecipientUnreachable("the conversation's service URL is not a Teams address");

        var permit = await limiter.EnterAsync(conversation);
        var left = roomTimeout;
        while (!permit.IsGranted && permit.Wait <= left)
        {
            left -= permit.Wait;
            await Task.Delay(permit.Wait, cancellationToken);
            permit = await limiter.EnterAsync(conversation);
        }

        if (!permit.IsGranted)
            return new DeliveryOutcome.RetryLater(permit.Wait, "rate limited: Teams' limits have no room", permit.IsOfTenant);
        if (permit.Wait > TimeSpan.Zero)
            await Task.Delay(permit.Wait, CancellationToken.None);
        return null;
    }

    /// <summary>Records what a failure means for later calls: 429 holds the conversation back, and 404 forgets it.</summary>
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
