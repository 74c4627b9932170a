using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage;

/// <summary>A live reminder before and after a change. <paramref name="After"/> is null when the reminder was not changed.</summary>
internal sealed record Change(StoredReminder Before, StoredReminder? After);
