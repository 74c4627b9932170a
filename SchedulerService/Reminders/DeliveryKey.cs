namespace Nudge.SchedulerService.Reminders;

/// <summary>
/// Identifies the version of a reminder that a delivery was read from. The store writes an outcome only if all three values are unchanged. Every
/// change to a reminder changes its revision.
/// </summary>
internal readonly record struct DeliveryKey(Guid Id, long Occurrence, long Revision);
