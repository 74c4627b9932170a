namespace Nudge.SchedulerService.Api;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Error, "{Method} failed: the store is unavailable")]
    public static partial void StoreUnavailable(this ILogger log, Exception failure, string method);
}
