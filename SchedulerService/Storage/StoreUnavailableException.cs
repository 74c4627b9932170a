namespace Nudge.SchedulerService.Storage;

/// <summary>The store cannot be used now. Nothing was written.</summary>
internal sealed class StoreUnavailableException(string message, Exception innerException) : Exception(message, innerException);
