namespace Nudge.TeamsEmulator.Limits;

/// <summary>The most calls in any window of the given length.</summary>
public sealed record Limit(int Count, TimeSpan Window);
