namespace Nudge.SchedulerService.Storage;

/// <summary>Identifies a request that may be repeated, and its content.</summary>
internal sealed record RequestKey(string Owner, string RequestId, byte[] ContentHash);
