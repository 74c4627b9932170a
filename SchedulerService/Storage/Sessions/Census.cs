namespace Nudge.SchedulerService.Storage;

/// <summary>
/// The store and the other nodes, as one session sees them. <paramref name="Now"/> is the store's clock. <paramref name="Nodes"/> counts
/// the nodes, this one included. <paramref name="Rank"/> is the position of this node, from 0, in an order that all nodes share.
/// <paramref name="TakenByOthers"/> has the shards that other nodes own.
/// </summary>
internal sealed record Census(DateTimeOffset Now, int Nodes, int Rank, IReadOnlySet<int> TakenByOthers);
