namespace Nudge.SchedulerService.Reminders;

/// <summary>The occurrence with which a series continues.</summary>
/// <param name="DueAt">The instant at which it is due.</param>
/// <param name="Wall">
/// Its time on the schedule's wall clock, in milliseconds since 1970-01-01T00:00 on that clock. Null if the schedule does not follow a wall clock.
/// </param>
/// <param name="Occurrence">Its number, from 1.</param>
internal sealed record NextOccurrence(Instant DueAt, long? Wall, long Occurrence);
