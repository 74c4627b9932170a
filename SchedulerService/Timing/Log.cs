namespace Nudge.SchedulerService.Timing;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The machine's clock was set: it now differs by {Ahead} from the one reminders go by, which does not follow before the next start")]
    public static partial void ClockWasSet(this ILogger log, TimeSpan ahead);

    [LoggerMessage(2, LogLevel.Error, "The store could not be read; trying again in a second")]
    public static partial void StoreUnavailable(this ILogger log, Exception failure);

    [LoggerMessage(3, LogLevel.Information, "Forgot {Count} settled reminders and old requests")]
    public static partial void Forgot(this ILogger log, int count);
}
