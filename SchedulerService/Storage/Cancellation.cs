using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage;

/// <summary>A reminder as it was ended, and whether a delivery of it may have been under way.</summary>
internal sealed record Cancellation(StoredReminder Reminder, bool MayHaveBeenDelivered);
