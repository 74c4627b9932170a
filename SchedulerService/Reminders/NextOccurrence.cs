namespace Nudge.SchedulerService.Reminders;

/// <summary>
/// The occurrence that a recurring reminder goes on with: when it is due, its time on the schedule's wall clock (milliseconds since
/// 1970-01-01T00:00 there; null where the schedule does not follow one), and its number.
/// </summary>
internal sealed record NextOccurrence(long DueAt, long? Wall, long Occurrence);
