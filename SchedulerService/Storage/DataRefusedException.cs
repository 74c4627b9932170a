namespace Nudge.SchedulerService.Storage;

/// <summary>The store refuses the data, and would refuse it again. Nothing was written.</summary>
/// <param name="reason">The reason, without the data.</param>
/// <param name="innerException">The store's own error.</param>
internal sealed class DataRefusedException(string reason, Exception innerException) : Exception(reason, innerException);
