namespace Nudge.SchedulerService.Storage;

/// <summary>What a session sees around it: the store's clock, how many nodes are present (itself included), and the shards that others own.</summary>
internal sealed record Census(DateTimeOffset Now, int Nodes, IReadOnlySet<int> TakenByOthers);
