namespace Nudge.TeamsEmulator.Limits;

/// <summary>So many calls in any stretch of time that is so long.</summary>
public sealed record Limit(int Count, TimeSpan Window);
