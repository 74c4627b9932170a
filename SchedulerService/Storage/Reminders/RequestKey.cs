namespace Nudge.SchedulerService.Storage;

/// <summary>The idempotency key of a create: its caller and request id. The hash tells whether a repeated request has the same content.</summary>
internal sealed record RequestKey(string Owner, string RequestId, byte[] ContentHash);
