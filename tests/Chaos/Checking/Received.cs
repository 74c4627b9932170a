namespace Nudge.Chaos.Checking;

/// <summary>A message that Teams accepted.</summary>
/// <param name="Text">The text of its reminder.</param>
/// <param name="At">The time of its acceptance.</param>
internal sealed record Received(string Text, DateTimeOffset At);
