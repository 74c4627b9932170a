namespace Nudge.SchedulerService.Reminders;

/// <summary>
/// What a delivery was read from. An outcome is written only where all three still hold: whatever changed the reminder meanwhile
/// changed its revision.
/// </summary>
internal readonly record struct DeliveryKey(Guid Id, long Occurrence, long Revision);
