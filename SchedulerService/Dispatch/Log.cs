namespace Nudge.SchedulerService.Dispatch;

/// <summary>Names and ids, never a text.</summary>
internal static partial class Log
{
    [LoggerMessage(10, LogLevel.Information, "Callback {Target} is reached at {Endpoint}")]
    public static partial void Connected(this ILogger log, string target, Uri endpoint);

    [LoggerMessage(11, LogLevel.Warning, "Callback {Target} at {Endpoint} does not answer. Its reminders wait; trying again")]
    public static partial void Unreachable(this ILogger log, string target, Uri endpoint);

    [LoggerMessage(12, LogLevel.Warning, "The stream to callback {Target} at {Endpoint} ended with {Outstanding} deliveries unanswered: {Reason}")]
    public static partial void StreamEnded(this ILogger log, string target, Uri endpoint, int outstanding, string reason);

    [LoggerMessage(20, LogLevel.Error, "The stream to callback {Target} at {Endpoint} failed; opening another")]
    public static partial void StreamFailed(this ILogger log, Exception failure, string target, Uri endpoint);

    [LoggerMessage(13, LogLevel.Warning, "Callback {Target} has no address now: {Reason}")]
    public static partial void Unresolved(this ILogger log, string target, string reason);

    [LoggerMessage(14, LogLevel.Warning, "Reminder {ReminderId}, occurrence {Occurrence}, failed: {Reason}")]
    public static partial void Failed(this ILogger log, Guid reminderId, long occurrence, string reason);

    [LoggerMessage(15, LogLevel.Information, "Reminder {ReminderId} is paused: {Reason}")]
    public static partial void Paused(this ILogger log, Guid reminderId, string reason);

    [LoggerMessage(16, LogLevel.Error, "{Count} outcomes could not be written; trying again in a second")]
    public static partial void OutcomesNotWritten(this ILogger log, Exception failure, int count);

    [LoggerMessage(17, LogLevel.Error, "Shard {Shard} could not be read; trying again in a second")]
    public static partial void ShardNotRead(this ILogger log, Exception failure, int shard);

    [LoggerMessage(26, LogLevel.Warning, "{Count} shards could not be read together; reading each by itself")]
    public static partial void ShardsNotRead(this ILogger log, Exception failure, int count);

    [LoggerMessage(18, LogLevel.Warning, "Callback {Target} answered for a delivery that is not outstanding")]
    public static partial void UnknownResult(this ILogger log, string target);

    [LoggerMessage(19, LogLevel.Warning, "Reminder {ReminderId} waits for callback {Target}, which the configuration does not list")]
    public static partial void UnknownTarget(this ILogger log, Guid reminderId, string target);

    [LoggerMessage(21, LogLevel.Information, "Reminder {ReminderId} missed occurrence {Occurrence} and goes on with {Next}, as its catch-up policy says")]
    public static partial void PassedOver(this ILogger log, Guid reminderId, long occurrence, long next);
}
