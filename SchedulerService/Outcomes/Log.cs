namespace Nudge.SchedulerService.Outcomes;

/// <summary>Events with names and ids, never with the text of a reminder.</summary>
internal static partial class Log
{
    [LoggerMessage(900, LogLevel.Warning, "Reminder {ReminderId} failed at occurrence {Occurrence}: {Reason}")]
    public static partial void Failed(this ILogger log, Guid reminderId, long occurrence, string reason);

    [LoggerMessage(901, LogLevel.Information, "Reminder {ReminderId} paused: {Reason}")]
    public static partial void Paused(this ILogger log, Guid reminderId, string reason);

    [LoggerMessage(902, LogLevel.Error, "Could not write {Count} outcomes; trying again in one second")]
    public static partial void OutcomesNotWritten(this ILogger log, Exception failure, int count);

    [LoggerMessage(903, LogLevel.Information, "Reminder {ReminderId} missed occurrence {Occurrence}; its catch-up policy continues with {Next}")]
    public static partial void Skipped(this ILogger log, Guid reminderId, long occurrence, long next);

    [LoggerMessage(904, LogLevel.Error, "Store refuses the outcome of reminder {ReminderId} at occurrence {Occurrence}")]
    public static partial void OutcomeRefused(this ILogger log, Exception failure, Guid reminderId, long occurrence);
}
