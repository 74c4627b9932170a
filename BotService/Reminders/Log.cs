namespace Nudge.BotService.Reminders;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis cannot be reached")]
    public static partial void StoreUnavailable(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No handler named {Handler} for an hour: reminder {ReminderId} is rejected")]
    public static partial void UnknownHandler(this ILogger logger, string handler, string reminderId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Handler {Handler} failed for reminder {ReminderId}")]
    public static partial void HandlerFailed(this ILogger logger, Exception exception, string handler, string reminderId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The scheduler's stream ended before it had all answers: it delivers those again")]
    public static partial void AnswersLost(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The scheduler's stream ended")]
    public static partial void StreamEnded(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The scheduler could not be told that a recipient turned up; it is told at the next occasion")]
    public static partial void NotResumed(this ILogger logger, Exception exception);
}
