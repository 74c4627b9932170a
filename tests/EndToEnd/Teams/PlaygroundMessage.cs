namespace Nudge.EndToEnd.Teams;

/// <summary>A message that the Playground shows, and its arrival in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
internal sealed record PlaygroundMessage(string Text, long Arrived);
