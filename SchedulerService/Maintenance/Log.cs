namespace Nudge.SchedulerService.Maintenance;

internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Error, "Could not read the next due time from the store; trying again every second")]
    public static partial void StoreUnavailable(this ILogger log, Exception failure);

    [LoggerMessage(501, LogLevel.Information, "Housekeeping deleted {Count} settled reminders and old requests")]
    public static partial void Forgot(this ILogger log, int count);

    [LoggerMessage(502, LogLevel.Information, "Time-zone data {Version} applied; reminders moved: {Count}")]
    public static partial void TimeZoneDataApplied(this ILogger log, string version, int count);

    [LoggerMessage(503, LogLevel.Warning, "Reminder {ReminderId} was not moved to the new time-zone data: {Reason}")]
    public static partial void NotMoved(this ILogger log, Guid reminderId, string reason);

    [LoggerMessage(504, LogLevel.Warning, "Time-zone data of the store is newer than this node's: {Stored}, {Version}")]
    public static partial void TimeZoneDataOlder(this ILogger log, string stored, string version);
}
