using System.Text.Json;

namespace Nudge.BotService.Channel;

/// <summary>Receives activities from Teams' local tools, on this machine only.</summary>
internal static class ActivityEndpoint
{
    public static async Task<IResult> ReceiveAsync(HttpContext context, Bot bot, CancellationToken cancellationToken)
    {
        var json = await JsonSerializer.DeserializeAsync<ActivityJson>(context.Request.Body, ActivityJson.Options, cancellationToken);
        var activity = ActivityReader.Read(json ?? throw new BadHttpRequestException("the activity is null"));
        if (!activity.Conversation.ServiceUrl.IsLoopback)
            throw new BadHttpRequestException("without the Teams SDK the activity's serviceUrl must be on this machine", StatusCodes.Status403Forbidden);

        await bot.OnActivityAsync(activity, cancellationToken);
        return Results.Ok();
    }
}
