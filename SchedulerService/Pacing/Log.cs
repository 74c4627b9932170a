namespace Nudge.SchedulerService.Pacing;

internal static partial class Log
{
    [LoggerMessage(60, LogLevel.Error, "{Count} reminders that had waited for their slot could not be delivered; they are read again")]
    public static partial void WaitingNotDelivered(this ILogger log, Exception failure, int count);
}
