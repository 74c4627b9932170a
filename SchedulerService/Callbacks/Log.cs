namespace Nudge.SchedulerService.Callbacks;

internal static partial class Log
{
    [LoggerMessage(800, LogLevel.Information, "Callback {Target} connected at {Endpoint}")]
    public static partial void Connected(this ILogger log, string target, Uri endpoint);

    [LoggerMessage(801, LogLevel.Warning, "Callback {Target} does not answer at {Endpoint}; its reminders wait: {Reason}")]
    public static partial void Unreachable(this ILogger log, string target, Uri endpoint, string reason);

    [LoggerMessage(802, LogLevel.Warning, "Stream to callback {Target} at {Endpoint} ended with {Outstanding} unanswered deliveries: {Reason}")]
    public static partial void StreamEnded(this ILogger log, string target, Uri endpoint, int outstanding, string reason);

    [LoggerMessage(803, LogLevel.Error, "Stream to callback {Target} at {Endpoint} failed; opening another")]
    public static partial void StreamFailed(this ILogger log, Exception failure, string target, Uri endpoint);

    [LoggerMessage(804, LogLevel.Warning, "Callback {Target} has no address: {Reason}")]
    public static partial void Unresolved(this ILogger log, string target, string reason);

    [LoggerMessage(805, LogLevel.Warning, "Callback {Target} answered a delivery that is not outstanding")]
    public static partial void UnknownResult(this ILogger log, string target);

    [LoggerMessage(806, LogLevel.Error, "Result of callback {Target} could not be read; ending the stream")]
    public static partial void ResultNotRead(this ILogger log, Exception failure, string target);
}
