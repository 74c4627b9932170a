namespace Nudge.BotService.Reminders;

internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Warning, "Redis is unavailable")]
    public static partial void StoreUnavailable(this ILogger logger, Exception exception);

    [LoggerMessage(1301, LogLevel.Warning, "No handler {Handler} for an hour; rejecting reminder {ReminderId}")]
    public static partial void UnknownHandler(this ILogger logger, string handler, string reminderId);

    [LoggerMessage(1302, LogLevel.Error, "Handler {Handler} failed for reminder {ReminderId}")]
    public static partial void HandlerFailed(this ILogger logger, Exception exception, string handler, string reminderId);

    [LoggerMessage(1303, LogLevel.Debug, "Scheduler stream ended with unsent answers; the scheduler redelivers them")]
    public static partial void AnswersLost(this ILogger logger, Exception exception);

    [LoggerMessage(1304, LogLevel.Debug, "Scheduler stream ended")]
    public static partial void StreamEnded(this ILogger logger, Exception exception);

    [LoggerMessage(1305, LogLevel.Warning, "ResumeRecipient failed; trying again when the recipient is next seen")]
    public static partial void NotResumed(this ILogger logger, Exception exception);
}
