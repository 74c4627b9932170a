using System.Text.Json;

namespace Nudge.BotService.Channel;

/// <summary>Receives activities from Teams' local tools, on this machine only.</summary>
internal static class ActivityEndpoint
{
    public static async Task<IResult> ReceiveAsync(HttpContext context, Bot bot, CancellationToken cancellationToken)
    {
        // BadActivityFilter has read it before.
        var json = (await JsonSerializer.DeserializeAsync<ActivityJson>(context.Request.Body, ActivityJson.Options, cancellationToken))!;
        var activity = ActivityReader.Read(json);
        if (!activity.Conversation.ServiceUrl.IsLoopback)
            throw new BadHttpRequestException("without the Teams SDK the activity's serviceUrl must be on this machine", StatusCodes.Status403Forbidden);

        await bot.OnActivityAsync(activity, cancellationToken);
        // The bot handles no invoke, and the protocol has a status for that.
        return json.Type == "invoke" ? Results.StatusCode(StatusCodes.Status501NotImplemented) : Results.Ok();
    }
}
