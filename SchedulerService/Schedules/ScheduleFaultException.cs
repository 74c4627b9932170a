namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// A schedule cannot be evaluated. Its zone is missing from the time-zone data, its text cannot be read, or a caller's search takes too many steps.
/// </summary>
internal sealed class ScheduleFaultException(string message, Exception? inner = null) : Exception(message, inner);
