namespace Nudge.BotService.Commands;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The scheduler did not do what somebody asked for")]
    public static partial void SchedulerFailed(this ILogger logger, Exception exception);
}
