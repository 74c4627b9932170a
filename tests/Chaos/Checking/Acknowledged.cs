namespace Nudge.Chaos.Checking;

/// <summary>A reminder whose registration a client saw acknowledged.</summary>
/// <param name="Text">The text, which no other reminder has.</param>
/// <param name="Due">The due time.</param>
internal sealed record Acknowledged(string Text, DateTimeOffset Due);
