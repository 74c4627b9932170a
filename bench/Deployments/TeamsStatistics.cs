namespace Nudge.Bench.Deployments;

/// <summary>How many messages were accepted, how many calls there were, and how many of them were answered 429.</summary>
internal sealed record TeamsStatistics(int Accepted, int Calls, int Throttled);
