using Nudge.Fuzz.Deployments;

namespace Nudge.Fuzz;

/// <summary>The options of the command line.</summary>
internal sealed record Settings(int Count, int Seed, StoreKind Store, IReadOnlyList<string> Areas);
