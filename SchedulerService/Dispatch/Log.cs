namespace Nudge.SchedulerService.Dispatch;

internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Error, "Could not read shard {Shard}; trying again in one second")]
    public static partial void ShardNotRead(this ILogger log, Exception failure, int shard);

    [LoggerMessage(601, LogLevel.Warning, "Could not read {Count} shards together; reading each alone")]
    public static partial void ShardsNotRead(this ILogger log, Exception failure, int count);

    [LoggerMessage(602, LogLevel.Warning, "Reminder {ReminderId} waits for a callback that is not configured: {Target}")]
    public static partial void UnknownTarget(this ILogger log, Guid reminderId, string target);
}
