namespace Nudge.SchedulerService.Storage;

/// <summary>The store refuses what was to be written, and would refuse it again. Nothing was written.</summary>
/// <param name="reason">Why, without the data.</param>
/// <param name="innerException">The store's own error.</param>
internal sealed class DataRefusedException(string reason, Exception innerException) : Exception(reason, innerException);
