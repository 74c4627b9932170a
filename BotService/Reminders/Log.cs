namespace Nudge.BotService.Reminders;

internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Warning, "ResumeRecipient failed; trying again when the recipient is next seen")]
    public static partial void NotResumed(this ILogger logger, Exception exception);

    [LoggerMessage(1301, LogLevel.Warning, "Redis is unavailable")]
    public static partial void RedisUnavailable(this ILogger logger, Exception exception);
}
