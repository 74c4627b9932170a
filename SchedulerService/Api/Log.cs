using Nudge.V1;

namespace Nudge.SchedulerService.Api;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Error, "{Method} failed: the store is unavailable. {Others} other calls have failed since the last line")]
    public static partial void StoreUnavailable(this ILogger log, Exception failure, string method, int others);

    [LoggerMessage(101, LogLevel.Information, "{Action} of reminder {ReminderId} of {Owner} by {Actor} from {Address}: now {State}, revision {Revision} {ChangedFields}")]
    public static partial void ReminderChanged(
        this ILogger log, AuditAction action, string reminderId, string owner, string? actor, string address, ReminderState state, long revision, string changedFields);

    [LoggerMessage(102, LogLevel.Information, "{Action} of {Count} reminders of {Owner} by {Actor} from {Address}")]
    public static partial void RemindersChanged(this ILogger log, AuditAction action, long count, string? owner, string? actor, string address);
}
