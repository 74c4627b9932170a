namespace Nudge.SchedulerService.Dispatch;

/// <summary>The log messages of the dispatch. They contain names and ids, never the text of a reminder.</summary>
internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Information, "Callback {Target} connected at {Endpoint}")]
    public static partial void Connected(this ILogger log, string target, Uri endpoint);

    [LoggerMessage(601, LogLevel.Warning, "Callback {Target} does not answer at {Endpoint}; its reminders wait")]
    public static partial void Unreachable(this ILogger log, string target, Uri endpoint);

    [LoggerMessage(602, LogLevel.Warning, "Stream to callback {Target} at {Endpoint} ended with {Outstanding} unanswered deliveries: {Reason}")]
    public static partial void StreamEnded(this ILogger log, string target, Uri endpoint, int outstanding, string reason);

    [LoggerMessage(603, LogLevel.Error, "Stream to callback {Target} at {Endpoint} failed; opening another")]
    public static partial void StreamFailed(this ILogger log, Exception failure, string target, Uri endpoint);

    [LoggerMessage(604, LogLevel.Warning, "Callback {Target} has no address: {Reason}")]
    public static partial void Unresolved(this ILogger log, string target, string reason);

    [LoggerMessage(605, LogLevel.Warning, "Reminder {ReminderId} failed at occurrence {Occurrence}: {Reason}")]
    public static partial void Failed(this ILogger log, Guid reminderId, long occurrence, string reason);

    [LoggerMessage(606, LogLevel.Information, "Reminder {ReminderId} paused: {Reason}")]
    public static partial void Paused(this ILogger log, Guid reminderId, string reason);

    [LoggerMessage(607, LogLevel.Error, "Could not write {Count} outcomes; trying again in one second")]
    public static partial void OutcomesNotWritten(this ILogger log, Exception failure, int count);

    [LoggerMessage(608, LogLevel.Error, "Could not read shard {Shard}; trying again in one second")]
    public static partial void ShardNotRead(this ILogger log, Exception failure, int shard);

    [LoggerMessage(609, LogLevel.Warning, "Could not read {Count} shards together; reading one at a time")]
    public static partial void ShardsNotRead(this ILogger log, Exception failure, int count);

    [LoggerMessage(610, LogLevel.Warning, "Callback {Target} answered a delivery that is not outstanding")]
    public static partial void UnknownResult(this ILogger log, string target);

    [LoggerMessage(611, LogLevel.Warning, "Reminder {ReminderId} waits for a callback that is not configured: {Target}")]
    public static partial void UnknownTarget(this ILogger log, Guid reminderId, string target);

    [LoggerMessage(612, LogLevel.Information, "Reminder {ReminderId} missed occurrence {Occurrence}; its catch-up policy continues with {Next}")]
    public static partial void PassedOver(this ILogger log, Guid reminderId, long occurrence, long next);

    [LoggerMessage(613, LogLevel.Error, "Store refuses the outcome of reminder {ReminderId} at occurrence {Occurrence}")]
    public static partial void OutcomeRefused(this ILogger log, Exception failure, Guid reminderId, long occurrence);
}
