namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// A stored schedule can no longer be evaluated: its zone is gone from the time-zone data, or finding its next instant takes more steps
/// than it may.
/// </summary>
internal sealed class ScheduleFaultException(string message, Exception? inner = null) : Exception(message, inner);
