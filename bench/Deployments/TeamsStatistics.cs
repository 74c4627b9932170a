namespace Nudge.Bench.Deployments;

/// <summary>The numbers of accepted messages, of calls, and of calls that Teams answered with 429.</summary>
internal sealed record TeamsStatistics(int Accepted, int Calls, int Throttled);
