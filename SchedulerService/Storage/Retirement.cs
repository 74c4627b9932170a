namespace Nudge.SchedulerService.Storage;

/// <summary>Instants before which things are forgotten.</summary>
internal readonly record struct Retirement(long Settled, long DeadLetters, long Requests);
