namespace Nudge.SchedulerService.Shards;

internal static partial class Log
{
    [LoggerMessage(50, LogLevel.Information, "Owns {Count} shards, as one of {Nodes} nodes")]
    public static partial void Owns(this ILogger log, int count, int nodes);

    [LoggerMessage(51, LogLevel.Information, "Gave up {Count} shards and owns {Left}")]
    public static partial void GaveUp(this ILogger log, int count, int left);

    [LoggerMessage(52, LogLevel.Warning, "The session that owned {Count} shards has ended; opening another. What was in flight is delivered again by whoever owns them now")]
    public static partial void LostSession(this ILogger log, int count);

    [LoggerMessage(53, LogLevel.Error, "The store cannot be used; trying again")]
    public static partial void StoreUnavailable(this ILogger log, Exception failure);

    [LoggerMessage(54, LogLevel.Warning, "The store's clock was set (that of a SQLite file is the machine's): it now differs by {Ahead} from the one reminders go by, which does not follow before the next start")]
    public static partial void ClockWasSet(this ILogger log, TimeSpan ahead);
}
