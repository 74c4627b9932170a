using Microsoft.Extensions.Logging;

namespace Nudge.Client;

internal static partial class Log
{
    [LoggerMessage(1700, LogLevel.Warning, "Store of the delivery receipts is unavailable")]
    public static partial void StoreUnavailable(this ILogger logger, Exception exception);

    [LoggerMessage(1701, LogLevel.Warning, "No handler {Handler} for an hour; rejecting reminder {ReminderId}")]
    public static partial void UnknownHandler(this ILogger logger, string handler, string reminderId);

    [LoggerMessage(1702, LogLevel.Error, "Handler {Handler} failed for reminder {ReminderId}")]
    public static partial void HandlerFailed(this ILogger logger, Exception exception, string handler, string reminderId);

    [LoggerMessage(1703, LogLevel.Debug, "Scheduler stream ended with unsent answers; the scheduler redelivers them")]
    public static partial void AnswersLost(this ILogger logger, Exception exception);

    [LoggerMessage(1704, LogLevel.Debug, "Scheduler stream ended")]
    public static partial void StreamEnded(this ILogger logger, Exception exception);

    [LoggerMessage(1705, LogLevel.Warning, "No Kestrel endpoint is named callback. The scheduler needs HTTP/2: set Kestrel:Endpoints:callback:Url, and :Protocols to Http2")]
    public static partial void NoCallbackEndpoint(this ILogger logger);
}
