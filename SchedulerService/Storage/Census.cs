namespace Nudge.SchedulerService.Storage;

/// <summary>
/// What a session sees around it: the store's clock, how many nodes are present (itself included), how many of them come before it in an
/// order that all agree on, and the shards that others own.
/// </summary>
internal sealed record Census(DateTimeOffset Now, int Nodes, int Rank, IReadOnlySet<int> TakenByOthers);
