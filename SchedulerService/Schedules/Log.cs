namespace Nudge.SchedulerService.Schedules;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The time-zone data in {Path} could not be read; the data read before stays in use")]
    public static partial void TimeZoneDataUnreadable(this ILogger log, Exception failure, string path);

    [LoggerMessage(2, LogLevel.Information, "The time-zone data is now {Version}, it was {Previous}")]
    public static partial void TimeZoneDataChanged(this ILogger log, string version, string previous);
}
