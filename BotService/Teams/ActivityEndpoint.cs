using System.Text.Json;
using Nudge.BotService.Activities;

namespace Nudge.BotService.Teams;

/// <summary>Receives activities from Teams' local tools, on this machine only.</summary>
internal static class ActivityEndpoint
{
    public static async Task<IResult> ReceiveAsync(HttpContext context, IActivityHandler handler, CancellationToken cancellationToken)
    {
        // BadActivityFilter has read the body before, so the activity is not null.
        var json = (await JsonSerializer.DeserializeAsync<ActivityJson>(context.Request.Body, ActivityJson.Options, cancellationToken))!;
        var activity = ActivityReader.Read(json);
        if (!activity.Conversation.ServiceUrl.IsLoopback)
        {
            throw new BadHttpRequestException(
                "the activity's serviceUrl is not on this machine: a build without the Teams SDK takes only a loopback address", StatusCodes.Status403Forbidden);
        }

        await handler.OnActivityAsync(activity, cancellationToken);
        // The bot handles no invoke activities, and the protocol answers those with 501.
        return json.Type == "invoke" ? Results.StatusCode(StatusCodes.Status501NotImplemented) : Results.Ok();
    }
}
