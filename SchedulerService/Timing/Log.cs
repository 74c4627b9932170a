namespace Nudge.SchedulerService.Timing;

internal static partial class Log
{
    [LoggerMessage(2, LogLevel.Error, "The store could not be asked what is next; trying again every second")]
    public static partial void StoreUnavailable(this ILogger log, Exception failure);

    [LoggerMessage(3, LogLevel.Information, "Forgot {Count} settled reminders and old requests")]
    public static partial void Forgot(this ILogger log, int count);

    [LoggerMessage(4, LogLevel.Information, "Reminders go by the time-zone data {Version}; {Count} were moved")]
    public static partial void TimeZoneDataApplied(this ILogger log, string version, int count);

    [LoggerMessage(5, LogLevel.Warning, "Reminder {ReminderId} stays where it is under the new time-zone data: {Reason}")]
    public static partial void NotMoved(this ILogger log, Guid reminderId, string reason);

    [LoggerMessage(6, LogLevel.Warning, "The time-zone data {Stored}, by which reminders go, is newer than this node's {Version}")]
    public static partial void TimeZoneDataOlder(this ILogger log, string stored, string version);
}
