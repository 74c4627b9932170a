using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage;

/// <summary>A live reminder before and after a change; <paramref name="After"/> is null where it was left alone.</summary>
internal sealed record Change(StoredReminder Before, StoredReminder? After);
