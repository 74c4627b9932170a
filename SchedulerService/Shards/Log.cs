namespace Nudge.SchedulerService.Shards;

internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Information, "Node owns {Count} shards, as one of {Nodes} nodes")]
    public static partial void Owns(this ILogger log, int count, int nodes);

    [LoggerMessage(301, LogLevel.Information, "Node released {Count} shards and owns {Left}")]
    public static partial void GaveUp(this ILogger log, int count, int left);

    [LoggerMessage(302, LogLevel.Warning, "Session lost, and with it the ownership of {Count} shards; opening another session")]
    public static partial void LostSession(this ILogger log, int count);

    [LoggerMessage(303, LogLevel.Error, "Store is unavailable; trying again")]
    public static partial void StoreUnavailable(this ILogger log, Exception failure);

    [LoggerMessage(304, LogLevel.Warning, "Store clock was set; the scheduler's clock does not follow it until the next start. Difference: {Ahead}")]
    public static partial void ClockWasSet(this ILogger log, TimeSpan ahead);
}
