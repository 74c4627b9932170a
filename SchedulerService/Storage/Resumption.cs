namespace Nudge.SchedulerService.Storage;

/// <summary>How many reminders lost a cause of their pause, and from when on shards have something visible because of it.</summary>
internal sealed record Resumption(int Count, IReadOnlyDictionary<int, long> VisibleAt);
