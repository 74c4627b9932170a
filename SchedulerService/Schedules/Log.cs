namespace Nudge.SchedulerService.Schedules;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Error, "Could not read time-zone data; the previous data stays in use: {Path}")]
    public static partial void TimeZoneDataUnreadable(this ILogger log, Exception failure, string path);

    [LoggerMessage(201, LogLevel.Information, "Time-zone data changed to {Version} from {Previous}")]
    public static partial void TimeZoneDataChanged(this ILogger log, string version, string previous);
}
