namespace Nudge.SchedulerService.Storage.Postgres;

internal static partial class Log
{
    [LoggerMessage(40, LogLevel.Warning, "Other nodes cannot be told what is due soon; they look for themselves every second")]
    public static partial void NotTold(this ILogger log, Exception failure);

    [LoggerMessage(41, LogLevel.Warning, "This node does not hear what is due soon, and looks for itself every second; trying again")]
    public static partial void NotListening(this ILogger log, Exception failure);

    [LoggerMessage(42, LogLevel.Information, "{Partition} of the history is still being read; it is dropped at the next housekeeping")]
    public static partial void PartitionInUse(this ILogger log, string partition);

    [LoggerMessage(43, LogLevel.Information, "Dropped {Partition} of the history")]
    public static partial void PartitionDropped(this ILogger log, string partition);
}
