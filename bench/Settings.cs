using Nudge.Bench.Deployments;

namespace Nudge.Bench;

/// <summary>What was asked for on the command line; a scenario has its own defaults.</summary>
internal sealed record Settings(StoreKind Store, int? Count, int? Seconds, int Repeats);
