namespace Nudge.SchedulerService.Storage.Postgres;

internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Warning, "Could not notify other nodes of due reminders; they poll every second")]
    public static partial void NotTold(this ILogger log, Exception failure);

    [LoggerMessage(401, LogLevel.Warning, "Could not listen for notices of other nodes; polling every second and reconnecting")]
    public static partial void NotListening(this ILogger log, Exception failure);

    [LoggerMessage(402, LogLevel.Information, "History partition is in use; housekeeping drops it later: {Partition}")]
    public static partial void PartitionInUse(this ILogger log, string partition);

    [LoggerMessage(403, LogLevel.Information, "History partition dropped: {Partition}")]
    public static partial void PartitionDropped(this ILogger log, string partition);
}
