namespace Nudge.SchedulerService.Schedules;

/// <summary>
/// A schedule cannot be evaluated: its zone is gone from the time-zone data, or a caller's question about it takes more steps than it may.
/// </summary>
internal sealed class ScheduleFaultException(string message, Exception? inner = null) : Exception(message, inner);
