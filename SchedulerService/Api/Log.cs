namespace Nudge.SchedulerService.Api;

internal static partial class Log
{
    [LoggerMessage(30, LogLevel.Error, "{Method} failed: the store cannot be used")]
    public static partial void StoreUnavailable(this ILogger log, Exception failure, string method);
}
