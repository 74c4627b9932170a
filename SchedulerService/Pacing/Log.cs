namespace Nudge.SchedulerService.Pacing;

internal static partial class Log
{
    [LoggerMessage(700, LogLevel.Error, "Could not deliver {Count} reminders that had waited for their lane; reading them again")]
    public static partial void WaitingNotDelivered(this ILogger log, Exception failure, int count);
}
