using Nudge.Bench.Deployments;

namespace Nudge.Bench;

/// <summary>The options of the command line. A scenario has its own default for an option that is null.</summary>
internal sealed record Settings(StoreKind Store, int? Count, int? Seconds, int Repeats);
