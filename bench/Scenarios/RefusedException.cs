namespace Nudge.Bench.Scenarios;

/// <summary>The scenario cannot run with these options. The message tells the user why.</summary>
internal sealed class RefusedException(string message) : Exception(message);
