namespace Nudge.EndToEnd.Teams;

/// <summary>A message that the Playground shows, and when it came (<see cref="System.Diagnostics.Stopwatch"/> ticks).</summary>
internal sealed record PlaygroundMessage(string Text, long Arrived);
