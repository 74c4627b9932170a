using Nudge.SchedulerService.Reminders;
using Nudge.SchedulerService.Storage;

namespace Nudge.SchedulerService.Api;

/// <summary>Logs the changes of callers under a category of their own, for collectors.</summary>
internal sealed class AuditLog(ILoggerFactory logs)
{
    private readonly ILogger _log = logs.CreateLogger("Nudge.Audit");

    /// <summary>Logs the change of one reminder, unless the edit is not recorded.</summary>
    public void Changed(Edit edit, StoredReminder after)
    {
        if (edit.Actor is not null && _log.IsEnabled(LogLevel.Information))
            _log.ReminderChanged(edit.Action, ReminderId.Format(after.Id), after.Owner, edit.Actor, edit.Address, after.State, after.Revision, edit.ChangedFields);
    }

    /// <summary>Logs a call that has changed many reminders.</summary>
    public void Changed(Edit edit, long count)
    {
        if (count > 0)
            _log.RemindersChanged(edit.Action, count, edit.Owner, edit.Actor, edit.Address);
    }
}
