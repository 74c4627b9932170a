namespace Nudge.BotService.Activities;

/// <summary>Handles the activities that Teams posts to the bot.</summary>
internal interface IActivityHandler
{
    /// <summary>Handles an activity. Teams repeats the activity when this method throws, so every step can be repeated.</summary>
    /// <exception cref="BadHttpRequestException">The bot may not send to the activity's service URL.</exception>
    Task OnActivityAsync(IncomingActivity activity, CancellationToken cancellationToken);
}
